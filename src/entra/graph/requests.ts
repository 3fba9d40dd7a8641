/** Requests to Graph that come back with an answer or an error: tried again where that helps, paged, and in batches. */
import type { Page } from '../../model/completeRead.js'
import { answerError } from './responseErrors.js'
import { batches, type BatchAnswer } from './batch.js'
import type { GraphClient } from './client.js'
import type { GraphRequest, RequestOptions } from './messages.js'
import { pages } from './pages.js'
import { sendWithRetry } from './retry.js'
import { usualPausesMs, type OnWait } from './retryAfter.js'

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
