/** JSON batching: twenty requests in one, each with an answer of its own. */
import pMap from 'p-map'
import { chunked } from '../../util/chunked.js'
import { answerError, isPassing } from './responseErrors.js'
import type { GraphAnswer, GraphRequest, RequestOptions } from './messages.js'
import { longestPauseMs, retryAfterMs, sleepFor, type OnWait } from './retryAfter.js'

export type BatchAnswer = Pick<GraphAnswer, 'status' | 'json' | 'text'>

/** Graph's own limit (JSON batching). */
const itemsPerBatch = 20
const batchesAtATime = 4

interface Sending {
  send: (request: GraphRequest) => Promise<GraphAnswer>
  pausesMs: readonly number[]
  onWait: OnWait | undefined
}

export async function batches(
  sending: Sending,
  urls: readonly string[],
  options: RequestOptions,
): Promise<BatchAnswer[]> {
  const one = (some: readonly string[]) => batch(sending, some, options)
  return (await pMap(chunked(urls, itemsPerBatch), one, { concurrency: batchesAtATime })).flat()
}

/** What stands for an answer that did not come. */
export const unanswered: BatchAnswer = {
  status: 504,
  json: { error: { message: 'no answer in the batch' } },
  text: '',
}

/** The batch succeeds while its items fail one by one; those are asked again together, after the longest pause. */
async function batch(
  { send, pausesMs, onWait }: Sending,
  urls: readonly string[],
  options: RequestOptions,
): Promise<BatchAnswer[]> {
  const answers = urls.map(() => unanswered)
  for (const pause of [...pausesMs, undefined]) {
    const wanted = urls.flatMap((url, id) => (isPassingItem(answers[id]) ? [{ id, url }] : []))
    if (wanted.length === 0) break
    const { items, retryAfter } = await sendBatch(send, wanted, options)
    for (const { id } of wanted) answers[id] = items.get(String(id)) ?? unanswered
    if (pause === undefined || (retryAfter ?? 0) > longestPauseMs) break
    if (answers.some(isPassingItem)) {
      const asked = retryAfter === undefined ? {} : { askedMs: retryAfter }
      await sleepFor({ usualMs: pause, ...asked, signal: options.signal, onWait })
    }
  }
  return answers
}

/** As with a whole answer: a good status without its body means that it broke on the way. */
const isPassingItem = (answer: BatchAnswer | undefined): boolean =>
  answer === undefined || isPassing(answer.status) || (answer.status === 200 && !hasBody(answer))

const hasBody = ({ json }: BatchAnswer): boolean =>
  (typeof json === 'object' && json !== null) || typeof json === 'number'

interface Item {
  id?: unknown
  status: number
  headers?: Record<string, string> | null
  body?: unknown
}

async function sendBatch(
  send: Sending['send'],
  wanted: ReadonlyArray<{ id: number; url: string }>,
  { headers, signal, beta }: RequestOptions,
): Promise<{ items: Map<string, BatchAnswer>; retryAfter: number | undefined }> {
  const url = beta ? '/beta/$batch' : '/$batch'
  const requests = wanted.map(({ id, url }) => ({
    id: String(id),
    method: 'GET',
    url,
    ...(headers && { headers }),
  }))
  const answer = await send({ method: 'POST', url, body: { requests }, signal })
  const { responses } = (answer.json ?? {}) as { responses?: unknown }
  if (answer.status !== 200 || !Array.isArray(responses)) throw answerError(url, answer)
  const items = responses.filter(isItem)
  const pauses = items.map((item) => retryAfterMs(headerOf(item, 'retry-after')) ?? 0)
  return {
    items: new Map(items.map((item) => [String(item.id), answerOf(item)])),
    retryAfter: Math.max(0, ...pauses) || undefined,
  }
}

const isItem = (item: unknown): item is Item =>
  typeof item === 'object' && item !== null && typeof (item as Item).status === 'number'

/**
 * What is no JSON comes as base64 (Graph: JSON batching, of photos and files). How the text/plain of a `$count` comes is
 * documented nowhere: CLI for Microsoft 365 relies on a JSON number, OData 4.01 would have a string.
 */
function answerOf({ status, body }: Item): BatchAnswer {
  if (typeof body !== 'string') return { status, json: body, text: '' }
  const text = Buffer.from(body, 'base64').toString()
  const number = numberIn(body) ?? numberIn(text)
  return number === undefined ? { status, json: undefined, text } : { status, json: number, text: '' }
}

/** Digits are never base64 of digits, which begins with M, N or O. `trim` takes a byte order mark away, too. */
const numberIn = (text: string): number | undefined =>
  /^\d+$/.test(text.trim()) ? Number(text.trim()) : undefined

const headerOf = ({ headers }: Item, name: string): string | undefined =>
  Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
