/**
 * Notices that a server is silent. Requests are pipelined, and the last one's answer may be long in coming while the
 * others' arrive: what counts is that the server says nothing at all, and for how long the most patient of the requests
 * that wait would bear it.
 */
import { longWaitMs } from './waitWarnings.js'

export interface Watchdog {
  /** A request waits, and bears so much silence. Gives what to call when it has its answer. */
  waitFor(ms: number): () => void
  /** The server said something. */
  heard(): void
  stop(): void
}

export interface Silence {
  /** Somebody who watches wants to know by now. `until` is when the server is given up. */
  onLong: (until: Date) => void
  /** It is given up, after so many milliseconds. */
  onEnd: (ms: number) => void
}

export function startWatchdog({ onLong, onEnd }: Silence): Watchdog {
  const waiting = new Set<{ ms: number }>()
  let since = 0
  let isTold = false
  let timer: NodeJS.Timeout | undefined

  const limit = () => Math.max(...[...waiting].map(({ ms }) => ms))
  const arm = () => {
    clearTimeout(timer)
    if (waiting.size === 0) return
    const next = isTold ? limit() : Math.min(longWaitMs, limit())
    timer = setTimeout(look, Math.max(1, since + next - performance.now()))
  }
  // What was heard only moves `since`: with thousands of entries a second, timers are looked at and not set anew.
  const look = () => {
    const silent = performance.now() - since
    if (silent >= limit()) return onEnd(limit())
    if (silent >= longWaitMs && !isTold) {
      isTold = true
      onLong(new Date(Date.now() + limit() - silent))
    }
    arm()
  }
  const heard = () => {
    since = performance.now()
    if (!isTold) return
    isTold = false
    arm()
  }
  return {
    waitFor(ms) {
      const mine = { ms }
      if (waiting.size === 0) heard()
      waiting.add(mine)
      if (waiting.size === 1) arm()
      return () => {
        waiting.delete(mine)
        heard()
        arm()
      }
    },
    heard,
    stop() {
      waiting.clear()
      clearTimeout(timer)
    },
  }
}
