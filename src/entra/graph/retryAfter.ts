/** The pauses between the attempts of a request. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '../../errors.js'

/** The pauses if Graph requests none. A random part of up to a half is added, so that clients do not retry at once. */
export const defaultPausesMs: readonly number[] = [500, 1000, 2000, 4000, 8000]

/** If Graph requests a longer pause, the request fails. */
export const maxPauseMs = 600_000

/** Receives a warning for each long pause. */
export type OnWait = (problem: Problem) => void

/** Shorter pauses are not reported. */
const reportedPauseMs = 3000

export interface RetryPause {
  /** The pause if Graph requests none. */
  defaultMs: number
  /** The pause that Graph requests. */
  requestedMs?: number
  signal?: AbortSignal
  onWait?: OnWait
}

/** Waits as long as Graph requests. A request for no pause at all is ignored, since all retries would follow at once. */
export function pauseForRetry({ defaultMs, requestedMs, signal, onWait }: RetryPause): Promise<void> {
  const ms = requestedMs || defaultMs * (1 + Math.random() / 2)
  if (ms >= reportedPauseMs) onWait?.(waitingWarning(new Date(Date.now() + ms), requestedMs !== undefined))
  return sleep(ms, undefined, { signal })
}

const waitingWarning = (until: Date, isRequested: boolean): Problem => ({
  code: isRequested ? 'graphThrottled' : 'graphUnavailable',
  message: `Waiting until ${until.toISOString().slice(0, 19)}Z ${isRequested ? 'as Graph requests' : 'before the next retry'}.`,
})

/** Parses a Retry-After header to milliseconds: seconds with decimals (Graph sends `2.128`) or a date. */
export function parseRetryAfter(value: string | null | undefined): number | undefined {
  if (!value?.trim()) return undefined
  const seconds = Number(value)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
