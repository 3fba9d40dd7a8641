/** Groups: all that a scope names, or some of them by id. */
import { WritebackError } from '../errors.js'
import { chunked } from '../util/chunked.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { ScopeSetting } from '../model/scope.js'
import { graphFailure } from './graph/failures.js'
import { getGroups, selectOf } from './groupsById.js'
import type { GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/messages.js'
import { isExpired, onePage, restarted } from './graph/pages.js'
import { advanced, quoted } from './graph/queries.js'
import type { Requests } from './graph/requests.js'
import { toShownGroups } from './hiddenGroups.js'

export type ListedScope = Exclude<ScopeSetting, 'selected'>

const description = { what: 'the groups', code: 'graphIncomplete' } as const

export async function readGroups(
  requests: Requests,
  scope: ListedScope,
  ids: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudGroup>> {
  const beta = scope === 'entra'
  const readAll = (pages: AsyncIterable<Page<GraphGroup>>) =>
    readToEnd(pages, description, toShownGroups(requests, { signal, beta }))
  if (ids && typeof scope === 'string') {
    return readAll(onePage(await getGroups(requests, ids, { signal, beta })))
  }
  const list = (filter: string) => `/groups?${selectOf(beta)}&$top=999${filter}`
  if (typeof scope === 'string') {
    return restarted(() => readAll(requests.pages<GraphGroup>(list(''), { signal, beta })))
  }
  const urls = filters(scope.filter, ids).map((filter) =>
    list(`&$count=true&$filter=${encodeURIComponent(filter)}`),
  )
  const options = { signal, headers: advanced }
  return restarted(() => readAll(allOf(requests, urls, options))).catch(asFilterError(scope.filter))
}

/** Graph takes fifteen values in one `in`. */
const idsPerFilter = 15

const filters = (filter: string, ids: readonly string[] | undefined): string[] =>
  ids
    ? [...chunked(ids, idsPerFilter)].map((some) => `id in (${some.map(quoted).join(',')}) and (${filter})`)
    : [filter]

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
    const failure = graphFailure(error)
    if (failure?.status !== 400 || isExpired(error)) throw error
    throw new WritebackError(
      'filterRefused',
      `Graph refused the filter of the scope: ${filter}. ${failure.message}`,
      {
        cause: failure,
        hint: 'Correct scope.groups.filter; it is an OData filter on group properties.',
      },
    )
  }
