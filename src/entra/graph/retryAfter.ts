/** How long to wait between two tries. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Problem } from '../../errors.js'

/** Where Graph does not say how long; each is lengthened by up to a half, so that clients spread. */
export const usualPausesMs: readonly number[] = [500, 1000, 2000, 4000, 8000]

/** Asked to wait longer than this, a run gives up and says so. */
export const longestPauseMs = 600_000

/** Hears of a wait that is long. */
export type OnWait = (problem: Problem) => void

/** A person who watches wonders after some seconds. */
const worthTellingMs = 3000

export interface Pause {
  /** Where Graph did not say how long. */
  usualMs: number
  askedMs?: number
  signal?: AbortSignal
  onWait?: OnWait
}

/** As long as Graph asked for. "At once" would make a storm of the tries, and is not taken at its word. */
export function sleepFor({ usualMs, askedMs, signal, onWait }: Pause): Promise<void> {
  const ms = askedMs || usualMs * (1 + Math.random() / 2)
  if (ms >= worthTellingMs) onWait?.(waitingUntil(new Date(Date.now() + ms), askedMs !== undefined))
  return sleep(ms, undefined, { signal })
}

const waitingUntil = (until: Date, isAsked: boolean): Problem => ({
  code: isAsked ? 'graphThrottled' : 'graphUnavailable',
  message: `Waiting for Graph until ${until.toISOString().slice(0, 19)}Z${isAsked ? ', as it asked' : ', before the next try'}.`,
})

/** Seconds, with decimals (Graph sends `2.128`), or a date. */
export function retryAfterMs(value: string | null | undefined): number | undefined {
  if (!value?.trim()) return undefined
  const seconds = Number(value)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
