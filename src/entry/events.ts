/** Filters and throttles the events that are sent to the caller. */
import type { RunEvent } from '../index.js'

/** The shortest time between two progress events: readers redraw at each one. */
const progressEveryMs = 100

/**
 * Forwards events to `send`: changes only if `changes` is set, progress at most ten times a second and always the last
 * one of a phase, everything else at once.
 */
export function throttleEvents(
  send: (event: RunEvent) => void,
  { changes, now = Date.now }: { changes: boolean; now?: () => number },
): (event: RunEvent) => void {
  let sentAt = -Infinity
  return (event) => {
    if (event.type === 'change' && !changes) return
    if (event.type === 'progress') {
      const isLast = event.done === event.total
      if (!isLast && now() - sentAt < progressEveryMs) return
      sentAt = now()
    }
    send(event)
  }
}
