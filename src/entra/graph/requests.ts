/** Requests to Graph with retries, paging and batching. */
import type { Page } from '../../model/completeRead.js'
import { answerError } from './responseErrors.js'
import { batches, type BatchAnswer } from './batch.js'
import type { GraphClient } from './client.js'
import type { GraphRequest, RequestOptions } from './messages.js'
import { pages } from './pages.js'
import { sendWithRetry } from './retry.js'
import { usualPausesMs, type OnWait } from './retryAfter.js'

export interface Requests {
  /** Returns the body of a successful response. @throws WritebackError */
  get(url: string, options?: RequestOptions): Promise<unknown>
  /** Yields the pages of a collection, up to the one without a next link. @throws WritebackError */
  pages<T>(url: string, options?: RequestOptions): AsyncGenerator<Page<T>>
  /** Sends many GETs, twenty per batch; each has its own response, successful or not, and its own retries. */
  batch(urls: readonly string[], options?: RequestOptions): Promise<BatchAnswer[]>
  /** The number of requests sent so far. */
  count(): number
}

export interface Waiting {
  /** The pauses before each retry if Graph requests none. */
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
    const response = await send({ method: 'GET', url: beta ? `/beta${url}` : url, headers, signal })
    if (response.status === 200 && response.json !== undefined) return response.json
    throw answerError(url, response)
  }
  return {
    get,
    pages: (url, options) => pages(get, graphUrl, url, options),
    batch: (urls, options = {}) => batches({ send, pausesMs, onWait }, urls, options),
    count: () => client.requests(),
  }
}
