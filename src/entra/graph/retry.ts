/** Retries requests that can succeed later: throttled, server error, or connection lost. */
import { WritebackError } from '../../errors.js'
import { isRetryableNetworkError, toNetworkError } from '../http/networkErrors.js'
import type { GraphClient } from './client.js'
import type { GraphResponse, GraphRequest } from './types.js'
import { graphResponseError, isRetryableStatus } from './responseErrors.js'
import { maxPauseMs, parseRetryAfter, pauseForRetry, type OnWait } from './retryAfter.js'

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
): Promise<GraphResponse> {
  for (const pause of [...pausesMs, undefined]) {
    const outcome = await client.send(request).catch((error: unknown) => toNetworkError(error, request))
    const isTemporary =
      outcome instanceof WritebackError
        ? isRetryableNetworkError(outcome)
        : isRetryableStatus(outcome.status) || isTruncated(outcome)
    if (pause !== undefined && isTemporary) await pauseBeforeRetry(pause, outcome, request, onWait)
    else if (outcome instanceof WritebackError) throw outcome
    else return outcome
  }
  throw new Error('unreachable: the last attempt returns or throws')
}

/** Status 200 without valid JSON: the connection was lost during the response. */
const isTruncated = ({ status, json }: GraphResponse): boolean => status === 200 && json === undefined

async function pauseBeforeRetry(
  defaultMs: number,
  outcome: GraphResponse | WritebackError,
  { url, signal }: GraphRequest,
  onWait: OnWait | undefined,
): Promise<void> {
  if (outcome instanceof WritebackError) return pauseForRetry({ defaultMs, signal, onWait })
  const requestedMs = parseRetryAfter(outcome.headers.get('retry-after'))
  if (requestedMs !== undefined && requestedMs > maxPauseMs)
    throw graphResponseError(url, outcome, requestedMs)
  return pauseForRetry({
    defaultMs,
    signal,
    onWait,
    ...(requestedMs !== undefined && { requestedMs }),
  })
}
