/** Retries requests that can succeed later: throttled, server error, or connection lost. */
import { WritebackError } from '../../errors.js'
import { isLinkFailure, networkError } from '../http/networkErrors.js'
import type { GraphClient } from './client.js'
import type { GraphAnswer, GraphRequest } from './messages.js'
import { answerError, isPassing } from './responseErrors.js'
import { longestPauseMs, retryAfterMs, sleepFor, type OnWait } from './retryAfter.js'

/**
 * Sends a request, retries it after each of the pauses while the failure is temporary, and returns the last response,
 * successful or not.
 * @throws WritebackError `graphUnreachable` if no response was received, `graphThrottled` or `graphUnavailable` if Graph
 * requests a longer pause than a run makes
 */
export async function sendWithRetry(
  client: GraphClient,
  request: GraphRequest,
  pausesMs: readonly number[],
  onWait: OnWait | undefined,
): Promise<GraphAnswer> {
  for (const pause of [...pausesMs, undefined]) {
    const outcome = await client.send(request).catch((error: unknown) => networkError(error, request))
    const isTemporary =
      outcome instanceof WritebackError
        ? isLinkFailure(outcome)
        : isPassing(outcome.status) || isTruncated(outcome)
    if (pause !== undefined && isTemporary) await pauseBeforeRetry(pause, outcome, request, onWait)
    else if (outcome instanceof WritebackError) throw outcome
    else return outcome
  }
  throw new Error('unreachable: the last attempt returns or throws')
}

/** Status 200 without valid JSON: the connection was lost during the response. */
const isTruncated = ({ status, json }: GraphAnswer): boolean => status === 200 && json === undefined

async function pauseBeforeRetry(
  usualMs: number,
  outcome: GraphAnswer | WritebackError,
  { url, signal }: GraphRequest,
  onWait: OnWait | undefined,
): Promise<void> {
  if (outcome instanceof WritebackError) return sleepFor({ usualMs, signal, onWait })
  const requestedMs = retryAfterMs(outcome.headers.get('retry-after'))
  if (requestedMs !== undefined && requestedMs > longestPauseMs) throw answerError(url, outcome, requestedMs)
  return sleepFor({ usualMs, signal, onWait, ...(requestedMs !== undefined && { askedMs: requestedMs }) })
}
