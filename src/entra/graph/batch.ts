/** Sends many GET requests as JSON batches of twenty, each with its own response. */
import pMap from 'p-map'
import { chunked } from '../../util/chunked.js'
import { answerError, isPassing } from './responseErrors.js'
import type { GraphAnswer, GraphRequest, RequestOptions } from './messages.js'
import { longestPauseMs, retryAfterMs, sleepFor, type OnWait } from './retryAfter.js'

export type BatchAnswer = Pick<GraphAnswer, 'status' | 'json' | 'text'>

/** The limit of Graph (JSON batching). */
const requestsPerBatch = 20
const concurrentBatches = 4

interface Sender {
  send: (request: GraphRequest) => Promise<GraphAnswer>
  pausesMs: readonly number[]
  onWait: OnWait | undefined
}

/** Returns one response per URL, in the order of the URLs. */
export async function batches(
  sender: Sender,
  urls: readonly string[],
  options: RequestOptions,
): Promise<BatchAnswer[]> {
  const readChunk = (chunk: readonly string[]) => readBatch(sender, chunk, options)
  return (await pMap(chunked(urls, requestsPerBatch), readChunk, { concurrency: concurrentBatches })).flat()
}

/** Stands for a response that the batch does not contain. */
export const unanswered: BatchAnswer = {
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
): Promise<BatchAnswer[]> {
  const responses = urls.map(() => unanswered)
  for (const pause of [...pausesMs, undefined]) {
    const pending = urls.flatMap((url, id) => (isTemporaryFailure(responses[id]) ? [{ id, url }] : []))
    if (pending.length === 0) break
    const { items, retryAfter } = await sendBatch(send, pending, options)
    for (const { id } of pending) responses[id] = items.get(String(id)) ?? unanswered
    if (pause === undefined || (retryAfter ?? 0) > longestPauseMs) break
    if (responses.some(isTemporaryFailure)) {
      const requested = retryAfter === undefined ? {} : { askedMs: retryAfter }
      await sleepFor({ usualMs: pause, ...requested, signal: options.signal, onWait })
    }
  }
  return responses
}

/** As for a whole response, status 200 without a body means that the response was truncated. */
const isTemporaryFailure = (response: BatchAnswer | undefined): boolean =>
  response === undefined || isPassing(response.status) || (response.status === 200 && !hasBody(response))

const hasBody = ({ json }: BatchAnswer): boolean =>
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
): Promise<{ items: Map<string, BatchAnswer>; retryAfter: number | undefined }> {
  const url = beta ? '/beta/$batch' : '/$batch'
  const requests = pending.map(({ id, url }) => ({
    id: String(id),
    method: 'GET',
    url,
    ...(headers && { headers }),
  }))
  const response = await send({ method: 'POST', url, body: { requests }, signal })
  const { responses } = (response.json ?? {}) as { responses?: unknown }
  if (response.status !== 200 || !Array.isArray(responses)) throw answerError(url, response)
  const items = responses.filter(isBatchItem)
  const pauses = items.map((item) => retryAfterMs(headerValue(item, 'retry-after')) ?? 0)
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
function itemResponse({ status, body }: BatchItem): BatchAnswer {
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
