/** Time in the hands of a test: however busy the machine is, nothing comes too late, and nothing is waited for. */
import { syncBuiltinESMExports } from 'node:module'
import promises from 'node:timers/promises'

export interface HandClock {
  /** Lets so many milliseconds pass, with all that is due in them. */
  pass(ms: number): void
  /** How often somebody has asked `performance.now`. */
  looks(): number
  reset(): void
}

/** Stands still until the test moves it on: the global `setTimeout`, `Date.now` and `performance.now`. */
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

/** The pauses that are made while this works, in milliseconds; each of them ends at once, or when `end` says so. */
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
