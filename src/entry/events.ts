import type { RunEvent } from '../index.js'

/** A reader draws each progress event; ten a second are enough, and the last one. */
const progressEveryMs = 100

/** Passes on what a caller wants to hear of. */
export function throttled(
  send: (event: RunEvent) => void,
  { changes, now = Date.now }: { changes: boolean; now?: () => number },
): (event: RunEvent) => void {
  let last = -Infinity
  return (event) => {
    if (event.type === 'change' && !changes) return
    if (event.type === 'progress') {
      const isLast = event.done === event.total
      if (!isLast && now() - last < progressEveryMs) return
      last = now()
    }
    send(event)
  }
}
