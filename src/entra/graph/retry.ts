/** Repeats requests that a later attempt may answer: throttled, overloaded, or broken off by the network. */
import { WritebackError } from '../../errors.js'
import { isLinkFailure, networkError } from '../http/networkErrors.js'
import type { GraphClient } from './client.js'
import type { GraphAnswer, GraphRequest } from './messages.js'
import { answerError, isPassing } from './responseErrors.js'
import { longestPauseMs, retryAfterMs, sleepFor, type OnWait } from './retryAfter.js'

/**
 * The last answer, good or bad.
 * @throws WritebackError where none came, and where Graph asks for a longer pause than a run makes
 */
export async function sendWithRetry(
  client: GraphClient,
  request: GraphRequest,
  pausesMs: readonly number[],
  onWait: OnWait | undefined,
): Promise<GraphAnswer> {
  for (const pause of [...pausesMs, undefined]) {
    const outcome = await client.send(request).catch((error: unknown) => networkError(error, request))
    const passing =
      outcome instanceof WritebackError
        ? isLinkFailure(outcome)
        : isPassing(outcome.status) || isTorn(outcome)
    if (pause !== undefined && passing) await wait(pause, outcome, request, onWait)
    else if (outcome instanceof WritebackError) throw outcome
    else return outcome
  }
  throw new Error('unreachable: the last round returns or throws')
}

/** A good status with half a body: the connection broke on the way. */
const isTorn = ({ status, json }: GraphAnswer): boolean => status === 200 && json === undefined

async function wait(
  usualMs: number,
  outcome: GraphAnswer | WritebackError,
  { url, signal }: GraphRequest,
  onWait: OnWait | undefined,
): Promise<void> {
  if (outcome instanceof WritebackError) return sleepFor({ usualMs, signal, onWait })
  const asked = retryAfterMs(outcome.headers.get('retry-after'))
  if (asked !== undefined && asked > longestPauseMs) throw answerError(url, outcome, asked)
  return sleepFor({ usualMs, signal, onWait, ...(asked !== undefined && { askedMs: asked }) })
}
