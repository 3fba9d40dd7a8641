/** Groups: all that a scope names, some by id, one by what people call it. */
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import { chunked } from '../model/chunked.js'
import { mapRead, readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { ScopeSetting } from '../model/scope.js'
import { answerError, isNotThere } from './answers.js'
import type { BatchAnswer } from './batch.js'
import type { RequestOptions } from './messages.js'
import { groupOf, groupSelect, type GraphGroup } from './mapping.js'
import { isExpired, restarted } from './pages.js'
import type { Requests } from './requests.js'

type Listed = Exclude<ScopeSetting, 'selected'>

const description = { what: 'the groups', code: 'graphIncomplete' } as const

/** An advanced query, as filters may need one: `ne`, `not`, `endsWith` (Graph: advanced query capabilities). */
const advanced = { ConsistencyLevel: 'eventual' }

export async function readGroups(
  requests: Requests,
  scope: Listed,
  ids: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudGroup>> {
  const beta = scope === 'entra'
  const select = `$select=${groupSelect}${beta ? ',writebackConfiguration' : ''}`
  const toGroups = (page: readonly GraphGroup[]) => page.map(groupOf)
  if (ids && typeof scope === 'string') {
    return readToEnd(byIds(requests, ids, select, { signal, beta }), description, toGroups)
  }
  const list = (filter: string) => `/groups?${select}&$top=999${filter}`
  if (typeof scope === 'string') {
    return restarted(() =>
      readToEnd(requests.pages<GraphGroup>(list(''), { signal, beta }), description, toGroups),
    )
  }
  const urls = filters(scope.filter, ids).map((filter) =>
    list(`&$count=true&$filter=${encodeURIComponent(filter)}`),
  )
  const options = { signal, headers: advanced }
  return restarted(() => readToEnd(allOf(requests, urls, options), description, toGroups)).catch(
    asFilterError(scope.filter),
  )
}

/** Graph takes fifteen values in one `in`. */
const idsPerFilter = 15

const filters = (filter: string, ids: readonly string[] | undefined): string[] =>
  ids
    ? [...chunked(ids, idsPerFilter)].map((some) => `id in (${some.map(quoted).join(',')}) and (${filter})`)
    : [filter]

/** A text in OData: quotes are doubled. */
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

async function* allOf(
  requests: Requests,
  urls: readonly string[],
  options: RequestOptions,
): AsyncGenerator<Page<GraphGroup>> {
  if (urls.length === 0) yield { items: [], last: true }
  for (const [index, url] of urls.entries()) {
    for await (const { items, last } of requests.pages<GraphGroup>(url, options)) {
      yield { items, last: last && index === urls.length - 1 }
    }
  }
}

const asFilterError =
  (filter: string) =>
  (error: unknown): never => {
    const isRefused = error instanceof WritebackError && / answered 400 /.test(error.message)
    if (!isRefused || isExpired(error)) throw error
    const [{ message }] = error.problems
    throw new WritebackError(
      'filterRefused',
      `Graph refused the filter of the scope: ${filter}. ${message}`,
      {
        cause: error,
        wayOut: 'Correct scope.groups.filter; it is an OData filter on group properties.',
      },
    )
  }

/** One that is not there is left out; any other failure is an error, since nothing may be concluded from it. */
async function* byIds(
  requests: Requests,
  ids: readonly string[],
  select: string,
  options: RequestOptions,
): AsyncGenerator<Page<GraphGroup>> {
  const answers = await requests.batch(
    ids.map((id) => `/groups/${id}?${select}`),
    options,
  )
  yield { items: answers.flatMap(found), last: true }
}

function found(answer: BatchAnswer): GraphGroup[] {
  const { status, json } = answer
  if (status === 200 && typeof (json as Partial<GraphGroup> | undefined)?.id === 'string')
    return [json as GraphGroup]
  if (isNotThere(answer)) return []
  throw answerError('/groups/{id}', answer)
}

/**
 * Entra's replicas lag behind each other: one look that finds nothing proves nothing (Graph: "designing for eventual
 * consistency"). A group among the deleted ones is gone; any other is looked for again, with pauses.
 */
export async function confirm(
  requests: Requests,
  ids: readonly string[],
  pausesMs: readonly number[],
  signal?: AbortSignal,
): Promise<CompleteRead<CloudGroup>> {
  const present: GraphGroup[] = []
  let missing: readonly string[] = ids
  for (const [round, pause] of [0, ...pausesMs].entries()) {
    if (missing.length === 0) break
    await sleep(pause, undefined, { signal })
    const select = `$select=${groupSelect}`
    for await (const { items } of byIds(requests, missing, select, { signal })) present.push(...items)
    const here = new Set(present.map(({ id }) => id.toLowerCase()))
    missing = missing.filter((id) => !here.has(id))
    if (round === 0) missing = await notDeleted(requests, missing, signal)
  }
  const read = await readToEnd(onePage(present), description, (groups) => groups)
  return mapRead(read, groupOf)
}

async function* onePage<T>(items: readonly T[]): AsyncGenerator<Page<T>> {
  yield { items, last: true }
}

/** Reading deleted groups takes a permission of its own; without it, this says nothing about anybody. */
async function notDeleted(
  requests: Requests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const answers = await requests.batch(
    ids.map((id) => `/directory/deletedItems/${id}?$select=id`),
    { signal },
  )
  return ids.filter((_, index) => answers[index]?.status !== 200)
}

export async function findGroup(
  requests: Requests,
  reference: string,
  signal?: AbortSignal,
): Promise<CloudGroup> {
  const select = `$select=${groupSelect}`
  if (isObjectId(reference)) {
    const [answer] = await requests.batch([`/groups/${reference}?${select}`], { signal })
    const [group] = answer ? found(answer) : []
    if (group) return groupOf(group)
    throw notFound(reference)
  }
  // Longer texts are taken by advanced queries only.
  const isLong = reference.length > 120
  const properties = reference.includes('@') ? ['mail', 'displayName'] : ['displayName', 'mail']
  for (const property of properties) {
    const filter = encodeURIComponent(`${property} eq ${quoted(reference)}`)
    const url = `/groups?${select}&$filter=${filter}`
    const pages = isLong
      ? requests.pages<GraphGroup>(`${url}&$count=true`, { signal, headers: advanced })
      : requests.pages<GraphGroup>(url, { signal })
    const { items } = await readToEnd(pages, description, (page) => page.map(groupOf))
    const [group, other] = items
    if (group && other) throw ambiguous(reference, items)
    if (group) return group
  }
  throw notFound(reference)
}

const notFound = (reference: string): WritebackError =>
  new WritebackError('groupNotFound', `There is no group ${reference} in Entra.`, {
    wayOut: 'Name it by its object id, mail address or exact display name.',
  })

const ambiguous = (reference: string, groups: readonly CloudGroup[]): WritebackError =>
  new WritebackError(
    'groupAmbiguous',
    `${groups.length} groups are called ${reference}: ${groups.map(({ id }) => id).join(', ')}.`,
    {
      wayOut: 'Name the one you mean by its object id.',
    },
  )
