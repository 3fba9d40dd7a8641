/** Requests to Graph that come back with an answer or an error: tried again where that helps, paged, and in batches. */
import { WritebackError } from '../errors.js'
import type { Page } from '../model/completeRead.js'
import { answerError, isPassing } from './answers.js'
import { batches, type BatchAnswer } from './batch.js'
import type { GraphClient } from './graphClient.js'
import type { GraphAnswer, GraphRequest, RequestOptions } from './messages.js'
import { isLinkFailure, networkError } from './networkErrors.js'
import { pages } from './pages.js'
import { longestPauseMs, retryAfterMs, sleepFor, usualPausesMs, type OnWait } from './pauses.js'

export interface Requests {
  /** The body of a successful answer. @throws WritebackError */
  get(url: string, options?: RequestOptions): Promise<unknown>
  /** Pages of a collection, to the one that has no next link. @throws WritebackError */
  pages<T>(url: string, options?: RequestOptions): AsyncGenerator<Page<T>>
  /** Many GETs, twenty at a time; each has an answer of its own, good or bad, after its own tries. */
  batch(urls: readonly string[], options?: RequestOptions): Promise<BatchAnswer[]>
  /** Sent so far. */
  count(): number
}

/** How long to wait between two tries, and who hears of it. */
export interface Waiting {
  pausesMs?: readonly number[]
  onWait?: OnWait
}

export function openRequests(
  client: GraphClient,
  graphUrl: string,
  { pausesMs = usualPausesMs, onWait }: Waiting = {},
): Requests {
  const send = (request: GraphRequest) => sendWithRetry(client, request, pausesMs, onWait)
  const get = async (url: string, { headers, signal, beta }: RequestOptions = {}): Promise<unknown> => {
    const answer = await send({ method: 'GET', url: beta ? `/beta${url}` : url, headers, signal })
    if (answer.status === 200 && answer.json !== undefined) return answer.json
    throw answerError(url, answer)
  }
  return {
    get,
    pages: (url, options) => pages(get, graphUrl, url, options),
    batch: (urls, options = {}) => batches({ send, pausesMs, onWait }, urls, options),
    count: () => client.requests(),
  }
}

async function sendWithRetry(
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
