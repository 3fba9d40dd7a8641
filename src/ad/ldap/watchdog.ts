/**
 * Detects a server that does not respond. Requests are pipelined, and the response to the last one may take long
 * while the others are answered. The watchdog therefore measures the time since the server last sent anything,
 * against the longest time-out of the pending requests.
 */
import { longWaitMs } from './waitWarnings.js'

export interface Watchdog {
  /** Registers a pending request with its time-out. Returns a function to call when the request has its response. */
  waitFor(ms: number): () => void
  /** Records that the server sent something. */
  recordMessage(): void
  stop(): void
}

export interface WatchdogCallbacks {
  /** Called once per wait that is long, so that it can be reported. `until` is the time of the time-out. */
  onLongWait: (until: Date) => void
  /** Called when the time-out of this many milliseconds has passed. */
  onTimeout: (ms: number) => void
}

export function startWatchdog(callbacks: WatchdogCallbacks): Watchdog {
  const pending = new Set<{ ms: number }>()
  const longest = () => (pending.size === 0 ? undefined : Math.max(...[...pending].map(({ ms }) => ms)))
  const timer = createTimer(longest, callbacks)
  return {
    waitFor(ms) {
      const request = { ms }
      if (pending.size === 0) timer.restart()
      pending.add(request)
      if (pending.size === 1) timer.schedule()
      return () => {
        pending.delete(request)
        timer.restart()
        timer.schedule()
      }
    },
    recordMessage: timer.restart,
    stop() {
      pending.clear()
      timer.schedule()
    },
  }
}

/** Measures the time since the last `restart`. `limit`: the time-out; undefined while no request is pending. */
function createTimer(limit: () => number | undefined, { onLongWait, onTimeout }: WatchdogCallbacks) {
  let since = 0
  let isReported = false
  let timer: NodeJS.Timeout | undefined

  function schedule(): void {
    clearTimeout(timer)
    const limitMs = limit()
    if (limitMs === undefined) return
    const next = isReported ? limitMs : Math.min(longWaitMs, limitMs)
    timer = setTimeout(check, Math.max(1, since + next - performance.now()))
  }
  function check(): void {
    const limitMs = limit()
    if (limitMs === undefined) return
    const waitedMs = performance.now() - since
    if (waitedMs >= limitMs) return onTimeout(limitMs)
    if (waitedMs >= longWaitMs && !isReported) {
      isReported = true
      onLongWait(new Date(Date.now() + limitMs - waitedMs))
    }
    schedule()
  }
  // Only moves `since`: with thousands of entries a second, the running timer is checked and not replaced.
  function restart(): void {
    since = performance.now()
    if (!isReported) return
    isReported = false
    schedule()
  }
  return { schedule, restart }
}
