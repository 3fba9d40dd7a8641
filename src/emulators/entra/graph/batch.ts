/** JSON batching: up to 20 requests in one, with responses in any order, each with its own status. */
import { malformed, GraphRefusal, type RequestIds } from '../errors.js'
import { jsonResponse, parseRequest, type EntraResponse, type EntraRequest } from '../messages.js'
import { batchItemResponse } from './batchResponse.js'
import { readJson } from './jsonBody.js'
import type { Undocumented } from './undocumented.js'

/** Handles one item like a request sent over HTTP. */
export type HandleItem = (request: EntraRequest) => Promise<EntraResponse>

interface Item {
  id: string
  method: string
  url: string
  headers: Record<string, string>
  body?: unknown
  dependsOn: string[]
}

interface ItemResponse {
  item: Item
  answer: EntraResponse
}

const maxItems = 20
const methods = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE']

/** @throws GraphRefusal 400 for an invalid batch; an invalid item only fails itself */
export async function handleBatch(
  request: EntraRequest,
  ids: RequestIds,
  answerItem: HandleItem,
  refuse: (refusal: GraphRefusal) => EntraResponse,
  undocumented: Undocumented,
): Promise<EntraResponse> {
  const items = parseItems(readJson(request)['requests'])
  checkDependencies(items)
  const answers = new Map<string, Promise<ItemResponse>>()

  const run = (item: Item): Promise<ItemResponse> => {
    const known = answers.get(item.id)
    if (known) return known
    const answered = runAfterDependencies(item)
    answers.set(item.id, answered)
    return answered
  }
  async function runAfterDependencies(item: Item): Promise<ItemResponse> {
    const dependencies = items.filter(({ id }) => item.dependsOn.includes(id))
    const before = await Promise.all(dependencies.map(run))
    const failed = before.some(({ answer }) => answer.status >= 400)
    if (failed) return { item, answer: refuse(failedDependency()) }
    return { item, answer: await answerItem(itemRequest(item, request, ids)) }
  }
  const all = await Promise.all(items.map(run))
  const delivery = all.find(({ answer }) => answer.delivery)?.answer.delivery
  // Graph does not keep the order; reversing it exposes clients that rely on it.
  const responses = all.reverse().map(({ item, answer }) => batchItemResponse(item.id, answer, undocumented))
  return { ...jsonResponse(200, { responses }), ...(delivery && { delivery }) }
}

function parseItems(requests: unknown): Item[] {
  if (!Array.isArray(requests) || requests.length === 0) throw invalidPayload()
  if (requests.length > maxItems) {
    throw malformed(`Number of batch request steps exceeds the maximum value of ${maxItems}.`)
  }
  const items = requests.map(parseItem)
  const seen = new Set<string>()
  for (const { id } of items) {
    if (seen.has(id.toLowerCase())) throw malformed(`Request Id ${id} has to be unique in a batch.`)
    seen.add(id.toLowerCase())
  }
  return items
}

function parseItem(value: unknown): Item {
  if (typeof value !== 'object' || value === null) throw invalidPayload()
  const { id, method, url, headers = {}, body, dependsOn = [] } = value as Record<string, unknown>
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string') {
    throw invalidPayload()
  }
  if (!methods.includes(method.toUpperCase()) || /^(\w+:|\/\/)/.test(url)) throw invalidPayload()
  if (!isStringArray(dependsOn) || !isHeaders(headers)) throw invalidPayload()
  const item = { id, method: method.toUpperCase(), url, headers: lowerCased(headers), body, dependsOn }
  const writes = item.method !== 'GET' && item.method !== 'DELETE'
  const complete = body !== undefined && item.headers['content-type'] !== undefined
  if ((writes || body !== undefined) && !complete) {
    throw malformed(`Write request id : ${id} does not contain Content-Type header or body.`)
  }
  return item
}

const isStringArray = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((entry) => typeof entry === 'string')

const isHeaders = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && isStringArray(Object.values(value))

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** Checks that every dependency is in the batch and that there are no cycles. */
function checkDependencies(items: readonly Item[]): void {
  const byId = new Map(items.map((item) => [item.id, item]))
  const checked = new Set<string>()
  const visit = (item: Item, waiting: ReadonlySet<string>): void => {
    if (checked.has(item.id)) return
    if (waiting.has(item.id)) throw invalidPayload()
    for (const id of item.dependsOn) {
      const dependency = byId.get(id)
      if (!dependency) throw invalidPayload()
      visit(dependency, new Set([...waiting, item.id]))
    }
    checked.add(item.id)
  }
  for (const item of items) visit(item, new Set())
}

/** Items inherit the authorization of the batch, but no other headers. */
function itemRequest(item: Item, batch: EntraRequest, ids: RequestIds): EntraRequest {
  const { authorization } = batch.headers
  const headers = {
    'client-request-id': ids.clientRequestId,
    ...item.headers,
    ...(authorization !== undefined && { authorization }),
  }
  const url = `/${batch.version}/${item.url.replace(/^\//, '')}`
  const body = item.body === undefined ? '' : JSON.stringify(item.body)
  return { ...parseRequest(item.method, url, headers, body), batchItem: item.id }
}

const invalidPayload = () => malformed('Invalid batch payload format.')

const failedDependency = () =>
  new GraphRefusal(424, 'FailedDependency', 'A request that this one depends on has failed.')
