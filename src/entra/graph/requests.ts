/** Requests to Graph with retries, paging and batching. */
import type { Page } from '../../model/completeRead.js'
import { graphResponseError } from './responseErrors.js'
import { readBatches, type BatchResponse } from './batch.js'
import type { GraphClient } from './client.js'
import type { GraphRequest, RequestOptions } from './types.js'
import { readPages } from './pages.js'
import { sendWithRetry } from './retry.js'
import { defaultPausesMs, type OnWait } from './retryAfter.js'

export interface GraphRequests {
  /** Returns the body of a successful response. @throws WritebackError */
  get(url: string, options?: RequestOptions): Promise<unknown>
  /** Yields the pages of a collection, up to the one without a next link. @throws WritebackError */
  pages<T>(url: string, options?: RequestOptions): AsyncGenerator<Page<T>>
  /** Sends many GETs, twenty per batch; each has its own response, successful or not, and its own retries. */
  getBatch(urls: readonly string[], options?: RequestOptions): Promise<BatchResponse[]>
  /** The number of requests sent so far. */
  requestCount(): number
}

export interface RetryOptions {
  /** The pauses before each retry if Graph requests none. */
  pausesMs?: readonly number[]
  onWait?: OnWait
}

export function openGraphRequests(
  client: GraphClient,
  graphUrl: string,
  { pausesMs = defaultPausesMs, onWait }: RetryOptions = {},
): GraphRequests {
  const send = (request: GraphRequest) => sendWithRetry(client, request, pausesMs, onWait)
  const get = async (url: string, { headers, signal, beta }: RequestOptions = {}): Promise<unknown> => {
    const response = await send({ method: 'GET', url: beta ? `/beta${url}` : url, headers, signal })
    if (response.status === 200 && response.json !== undefined) return response.json
    throw graphResponseError(url, response)
  }
  return {
    get,
    pages: (url, options) => readPages(get, graphUrl, url, options),
    getBatch: (urls, options = {}) => readBatches({ send, pausesMs, onWait }, urls, options),
    requestCount: () => client.requestCount(),
  }
}
