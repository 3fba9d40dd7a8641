/** Requests to Graph that come back with an answer or an error: tried again where that helps, paged, and in batches. */
import { setTimeout as sleep } from 'node:timers/promises'
import pMap from 'p-map'
import { WritebackError } from '../errors.js'
import { chunked } from '../model/chunked.js'
import type { Page } from '../model/completeRead.js'
import { answerError, isPassing } from './answers.js'
import type { GraphAnswer, GraphClient, GraphRequest } from './graphClient.js'
import { isLinkFailure, networkError } from './networkErrors.js'

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

export interface RequestOptions {
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Asked of beta instead of v1.0. */
  beta?: boolean
}

export type BatchAnswer = Pick<GraphAnswer, 'status' | 'json' | 'text'>

/** Between two tries, where Graph does not say how long; each is lengthened by up to a half, so that clients spread. */
const pausesMs = [500, 1000, 2000, 4000, 8000]
/** Asked to wait longer than this, a run gives up and says so. */
const longestPauseMs = 600_000
/** Graph's own limit (JSON batching). */
const itemsPerBatch = 20
const batchesAtATime = 4

export function openRequests(client: GraphClient, graphUrl: string): Requests {
  const send = (request: GraphRequest) => sendWithRetry(client, request)
  const get = async (url: string, { headers, signal, beta }: RequestOptions = {}): Promise<unknown> => {
    const answer = await send({ method: 'GET', url: beta ? `/beta${url}` : url, headers, signal })
    if (answer.status === 200 && answer.json !== undefined) return answer.json
    throw answerError(url, answer)
  }
  return {
    get,
    pages: (url, options) => pages(get, graphUrl, url, options),
    async batch(urls, options = {}) {
      const one = (some: readonly string[]) => batch(send, some, options)
      return (await pMap(chunked(urls, itemsPerBatch), one, { concurrency: batchesAtATime })).flat()
    },
    count: () => client.requests(),
  }
}

type Send = (request: GraphRequest) => Promise<GraphAnswer>

async function sendWithRetry(client: GraphClient, request: GraphRequest): Promise<GraphAnswer> {
  for (const pause of [...pausesMs, undefined]) {
    const outcome = await client.send(request).catch((error: unknown) => networkError(error, request))
    const passing =
      outcome instanceof WritebackError
        ? isLinkFailure(outcome)
        : isPassing(outcome.status) || isTorn(outcome)
    if (pause !== undefined && passing) await wait(pause, outcome, request)
    else if (outcome instanceof WritebackError) throw outcome
    else return outcome
  }
  throw new Error('unreachable: the last round returns or throws')
}

/** A good status with half a body: the connection broke on the way. */
const isTorn = ({ status, json }: GraphAnswer): boolean => status === 200 && json === undefined

async function wait(
  pause: number,
  outcome: GraphAnswer | WritebackError,
  { url, signal }: GraphRequest,
): Promise<void> {
  const asked =
    outcome instanceof WritebackError ? undefined : retryAfterMs(outcome.headers.get('retry-after'))
  if (!(outcome instanceof WritebackError) && (asked ?? 0) > longestPauseMs) throw answerError(url, outcome)
  await sleep(asked ?? pause * (1 + Math.random() / 2), undefined, { signal })
}

/** Seconds, with decimals (Graph sends `2.128`), or a date. */
export function retryAfterMs(value: string | null | undefined): number | undefined {
  if (!value?.trim()) return undefined
  const seconds = Number(value)
  if (!Number.isNaN(seconds)) return Math.max(0, seconds * 1000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}

async function* pages<T>(
  get: Requests['get'],
  graphUrl: string,
  url: string,
  options: RequestOptions = {},
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>()
  if (!url.startsWith('/')) checkLink(url, graphUrl, seen)
  let next: string | undefined = url
  let follow = options
  while (next !== undefined) {
    const body = (await get(next, follow)) as { value?: T[]; '@odata.nextLink'?: string }
    if (!Array.isArray(body.value)) throw noCollection(url)
    next = body['@odata.nextLink']
    if (next !== undefined) checkLink(next, graphUrl, seen)
    yield { items: body.value, last: next === undefined }
    // A link names its version itself; headers have to be sent with every page.
    follow = { ...options, beta: false }
  }
}

/** The token goes only where it belongs, and a listing that leads back into itself never ends. */
function checkLink(link: string, graphUrl: string, seen: Set<string>): void {
  const isForeign = !URL.canParse(link) || new URL(link).origin !== graphUrl
  if (!isForeign && !seen.has(link)) {
    seen.add(link)
    return
  }
  const what = isForeign ? 'leads to another host' : 'leads back to a page that was read before'
  throw new WritebackError('graphUnexpected', `The next link of a listing ${what}: ${link.split('?')[0]}.`, {
    wayOut: 'Check entra.graphUrl.',
  })
}

const noCollection = (url: string): WritebackError =>
  new WritebackError(
    'graphUnexpected',
    `Graph answered ${url.split('?')[0]} with something that is no list.`,
    {
      wayOut: 'Check entra.graphUrl, and what stands between here and there.',
    },
  )

interface BatchResponse {
  responses?: Array<{ id: string; status: number; headers?: Record<string, string>; body?: unknown }>
}

/** The batch succeeds while its items fail one by one; those are asked again together, after the longest pause. */
async function batch(send: Send, urls: readonly string[], options: RequestOptions): Promise<BatchAnswer[]> {
  const answers = new Map<number, BatchAnswer>()
  for (const pause of [...pausesMs, undefined]) {
    const missing = urls.flatMap((url, id) => (answers.has(id) ? [] : [{ id, url }]))
    if (missing.length === 0) break
    const { items, retryAfter } = await sendBatch(send, missing, options)
    for (const [id, answer] of items)
      if (pause === undefined || !isPassing(answer.status)) answers.set(id, answer)
    if (pause !== undefined && answers.size < urls.length) {
      await sleep(retryAfter ?? pause * (1 + Math.random() / 2), undefined, { signal: options.signal })
    }
  }
  return urls.map(
    (_, id) => answers.get(id) ?? { status: 504, json: undefined, text: 'no answer in the batch' },
  )
}

async function sendBatch(
  send: Send,
  wanted: ReadonlyArray<{ id: number; url: string }>,
  options: RequestOptions,
) {
  const url = options.beta ? '/beta/$batch' : '/$batch'
  const { headers, signal } = options
  const requests = wanted.map(({ id, url }) => ({
    id: String(id),
    method: 'GET',
    url,
    ...(headers && { headers }),
  }))
  const answer = await send({ method: 'POST', url, body: { requests }, signal })
  const { responses } = (answer.json ?? {}) as BatchResponse
  if (answer.status !== 200 || !Array.isArray(responses)) throw answerError(url, answer)
  const pauses = responses.map((item) => retryAfterMs(headerOf(item.headers, 'retry-after')) ?? 0)
  return {
    items: responses.map((item) => {
      const text = typeof item.body === 'string' ? item.body : ''
      return [Number(item.id), { status: item.status, json: item.body, text }] as const
    }),
    retryAfter: Math.max(0, ...pauses) || undefined,
  }
}

const headerOf = (headers: Record<string, string> = {}, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
