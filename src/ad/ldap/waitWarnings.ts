/** Builds the warnings about long waits. */
import type { Problem, WritebackError } from '../../errors.js'

/** A longer wait is reported. */
export const longWaitMs = 3000

/** Precise to the second, so that requests that wait for the same event report the same text. */
const timeText = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`

/** The warning before a pause; undefined for a short one. */
export function retryWarning(ms: number, error: WritebackError, url: string): Problem | undefined {
  if (ms <= longWaitMs) return undefined
  const until = timeText(new Date(Date.now() + ms))
  return { code: error.code, message: `Next attempt at ${url} at ${until}: ${error.problems[0].message}` }
}

/** The warning about a server that does not respond, with the time of the time-out. */
export const noResponseWarning = (url: string, until: Date): Problem => ({
  code: 'directoryTimeout',
  message: `No response from ${url} so far; the request times out at ${timeText(until)}.`,
})
