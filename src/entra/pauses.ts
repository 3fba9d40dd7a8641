/** How long to wait between two tries. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Where Graph does not say how long; each is lengthened by up to a half, so that clients spread. */
export const usualPausesMs: readonly number[] = [500, 1000, 2000, 4000, 8000]

/** Asked to wait longer than this, a run gives up and says so. */
export const longestPauseMs = 600_000

/** As long as Graph asked for. "At once" would make a storm of the tries, and is not taken at its word. */
export const sleepFor = (pauseMs: number, askedMs: number | undefined, signal?: AbortSignal): Promise<void> =>
  sleep(askedMs || pauseMs * (1 + Math.random() / 2), undefined, { signal })

/** Seconds, with decimals (Graph sends `2.128`), or a date. */
export function retryAfterMs(value: string | null | undefined): number | undefined {
  if (!value?.trim()) return undefined
  const seconds = Number(value)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
