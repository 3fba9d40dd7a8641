/** Sends many GET requests as JSON batches of twenty, each with its own response. */
import pMap from 'p-map'
import { splitIntoChunks } from '../../util/splitIntoChunks.js'
import { graphResponseError, isRetryableStatus } from './responseErrors.js'
import type { GraphResponse, GraphRequest, RequestOptions } from './types.js'
import { maxPauseMs, parseRetryAfter, pauseForRetry, type OnWait } from './retryAfter.js'

export type BatchResponse = Pick<GraphResponse, 'status' | 'json' | 'text'>

/** The limit of Graph (JSON batching). */
const requestsPerBatch = 20
const concurrentBatches = 4

interface Sender {
  send: (request: GraphRequest) => Promise<GraphResponse>
  pausesMs: readonly number[]
  onWait: OnWait | undefined
}

/** Returns one response per URL, in the order of the URLs. */
export async function readBatches(
  sender: Sender,
  urls: readonly string[],
  options: RequestOptions,
): Promise<BatchResponse[]> {
  const readChunk = (chunk: readonly string[]) => readBatch(sender, chunk, options)
  return (
    await pMap(splitIntoChunks(urls, requestsPerBatch), readChunk, { concurrency: concurrentBatches })
  ).flat()
}

/** Stands for a response that the batch does not contain. */
export const missingBatchResponse: BatchResponse = {
  status: 504,
  json: { error: { message: 'no response in the batch' } },
  text: '',
}

/**
 * Reads up to twenty URLs. A batch succeeds although some of its requests fail; those with a temporary failure are sent
 * again as one batch, after the longest pause that one of them requests.
 */
async function readBatch(
  { send, pausesMs, onWait }: Sender,
  urls: readonly string[],
  options: RequestOptions,
): Promise<BatchResponse[]> {
  const responses = urls.map(() => missingBatchResponse)
  for (const pause of [...pausesMs, undefined]) {
    const pending = urls.flatMap((url, id) => (isTemporaryFailure(responses[id]) ? [{ id, url }] : []))
    if (pending.length === 0) break
    const { items, retryAfter } = await sendBatch(send, pending, options)
    for (const { id } of pending) responses[id] = items.get(String(id)) ?? missingBatchResponse
    if (pause === undefined || (retryAfter ?? 0) > maxPauseMs) break
    if (responses.some(isTemporaryFailure)) {
      const requested = retryAfter === undefined ? {} : { requestedMs: retryAfter }
      await pauseForRetry({ defaultMs: pause, ...requested, signal: options.signal, onWait })
    }
  }
  return responses
}

/** As for a whole response, status 200 without a body means that the response was truncated. */
const isTemporaryFailure = (response: BatchResponse | undefined): boolean =>
  response === undefined ||
  isRetryableStatus(response.status) ||
  (response.status === 200 && !hasBody(response))

const hasBody = ({ json }: BatchResponse): boolean =>
  (typeof json === 'object' && json !== null) || typeof json === 'number'

interface BatchItem {
  id?: unknown
  status: number
  headers?: Record<string, string> | null
  body?: unknown
}

async function sendBatch(
  send: Sender['send'],
  pending: ReadonlyArray<{ id: number; url: string }>,
  { headers, signal, beta }: RequestOptions,
): Promise<{ items: Map<string, BatchResponse>; retryAfter: number | undefined }> {
  const url = beta ? '/beta/$batch' : '/$batch'
  const requests = pending.map(({ id, url }) => ({
    id: String(id),
    method: 'GET',
    url,
    ...(headers && { headers }),
  }))
  const response = await send({ method: 'POST', url, body: { requests }, signal })
  const { responses } = (response.json ?? {}) as { responses?: unknown }
  if (response.status !== 200 || !Array.isArray(responses)) throw graphResponseError(url, response)
  const items = responses.filter(isBatchItem)
  const pauses = items.map((item) => parseRetryAfter(headerValue(item, 'retry-after')) ?? 0)
  return {
    items: new Map(items.map((item) => [String(item.id), itemResponse(item)])),
    retryAfter: Math.max(0, ...pauses) || undefined,
  }
}

const isBatchItem = (item: unknown): item is BatchItem =>
  typeof item === 'object' && item !== null && typeof (item as BatchItem).status === 'number'

/**
 * Converts an item to a response. A body that is not JSON is encoded as base64 (Graph: JSON batching, of photos and
 * files). The encoding of the text/plain of a `$count` is not documented: CLI for Microsoft 365 relies on a JSON number,
 * OData 4.01 specifies a string.
 */
function itemResponse({ status, body }: BatchItem): BatchResponse {
  if (typeof body !== 'string') return { status, json: body, text: '' }
  const text = Buffer.from(body, 'base64').toString()
  const number = parseInteger(body) ?? parseInteger(text)
  return number === undefined ? { status, json: undefined, text } : { status, json: number, text: '' }
}

/**
 * Parses a text of digits. It cannot confuse digits with their base64 form, which begins with M, N or O. `trim` also
 * removes a byte order mark.
 */
const parseInteger = (text: string): number | undefined =>
  /^\d+$/.test(text.trim()) ? Number(text.trim()) : undefined

const headerValue = ({ headers }: BatchItem, name: string): string | undefined =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
