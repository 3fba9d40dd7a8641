/** A clock that tests control, so that the load of the machine has no influence and nothing waits. */
import { syncBuiltinESMExports } from 'node:module'
import promises from 'node:timers/promises'

export interface HandClock {
  /** Advances the clock by some milliseconds and runs the timers that are due. */
  pass(ms: number): void
  /** Number of calls of `performance.now`. */
  looks(): number
  reset(): void
}

/** Replaces the global `setTimeout`, `Date.now` and `performance.now` by a clock that only the test advances. */
export function handClock(): HandClock {
  const { setTimeout, clearTimeout } = globalThis
  const [day, run] = [Date.now, performance.now]
  const timers = new Map<unknown, { at: number; work: () => void }>()
  const began = Date.now()
  let passed = 0
  Date.now = () => began + passed
  let looks = 0
  performance.now = () => {
    looks++
    return passed
  }
  const start = (work: () => void, ms = 0) => {
    const timer = { ref: () => timer, unref: () => timer }
    timers.set(timer, { at: passed + Math.max(1, ms), work })
    return timer
  }
  const stop = (timer: unknown) => void (timers.delete(timer) || clearTimeout(timer as NodeJS.Timeout))
  Object.assign(globalThis, { setTimeout: start, clearTimeout: stop })
  const ring = (end: number): boolean => {
    const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
    if (!next) return false
    const [timer, { at, work }] = next
    timers.delete(timer)
    passed = Math.max(passed, at)
    work()
    return true
  }
  return {
    pass(ms) {
      const end = passed + ms
      while (ring(end));
      passed = end
    },
    looks: () => looks,
    reset() {
      Object.assign(globalThis, { setTimeout, clearTimeout })
      Object.assign(Date, { now: day })
      Object.assign(performance, { now: run })
    },
  }
}

/** Records the pauses during `work`, in milliseconds. Each ends at once, or when `end` resolves. */
export async function pausesOf(
  work: () => Promise<unknown>,
  end: () => Promise<unknown> = () => Promise.resolve(),
): Promise<number[]> {
  const { setTimeout } = promises
  const pauses: number[] = []
  const pause = async (ms: number, value: unknown, options?: object) => {
    pauses.push(ms)
    await end()
    return setTimeout(0, value, options)
  }
  Object.assign(promises, { setTimeout: pause })
  syncBuiltinESMExports()
  try {
    await work()
  } finally {
    Object.assign(promises, { setTimeout })
    syncBuiltinESMExports()
  }
  return pauses
}
