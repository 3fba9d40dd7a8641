/** Reads groups: all in a scope, or those with given ids. */
import { WritebackError } from '../errors.js'
import { splitIntoChunks } from '../util/splitIntoChunks.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { ScopeSetting } from '../model/scope.js'
import { graphFailureOf } from './graph/failures.js'
import { readGroupsById, groupSelectQuery } from './groupsById.js'
import type { GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/types.js'
import { isPageTokenExpired, singlePage, retryExpiredListing } from './graph/pages.js'
import { advancedQueryHeaders, odataString } from './graph/queries.js'
import type { GraphRequests } from './graph/requests.js'
import { createGroupMapper } from './hiddenGroups.js'

export type ListedScope = Exclude<ScopeSetting, 'selected'>

const description = { what: 'the groups', code: 'graphIncomplete' } as const

/**
 * Reads the groups of a scope; with `ids`, only those of these groups that exist and meet the filter of the scope.
 * @throws WritebackError `filterRefused` if Graph rejects the filter
 */
export async function readGroups(
  requests: GraphRequests,
  scope: ListedScope,
  ids: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudGroup>> {
  const beta = scope === 'entra'
  const readAll = (pages: AsyncIterable<Page<GraphGroup>>) =>
    readToEnd(pages, description, createGroupMapper(requests, { signal, beta }))
  if (ids && typeof scope === 'string') {
    return readAll(singlePage(await readGroupsById(requests, ids, { signal, beta })))
  }
  const listUrl = (filter: string) => `/groups?${groupSelectQuery(beta)}&$top=999${filter}`
  if (typeof scope === 'string') {
    return retryExpiredListing(() => readAll(requests.pages<GraphGroup>(listUrl(''), { signal, beta })))
  }
  const urls = filtersFor(scope.filter, ids).map((filter) =>
    listUrl(`&$count=true&$filter=${encodeURIComponent(filter)}`),
  )
  const options = { signal, headers: advancedQueryHeaders }
  return retryExpiredListing(() => readAll(pagesOfAll(requests, urls, options))).catch(
    toFilterError(scope.filter),
  )
}

/** The maximum number of values that Graph accepts in one `in`. */
const idsPerFilter = 15

const filtersFor = (filter: string, ids: readonly string[] | undefined): string[] =>
  ids
    ? [...splitIntoChunks(ids, idsPerFilter)].map(
        (chunk) => `id in (${chunk.map(odataString).join(',')}) and (${filter})`,
      )
    : [filter]

/** Yields the pages of several listings as one. */
async function* pagesOfAll(
  requests: GraphRequests,
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

const toFilterError =
  (filter: string) =>
  (error: unknown): never => {
    const failure = graphFailureOf(error)
    if (failure?.status !== 400 || isPageTokenExpired(error)) throw error
    throw new WritebackError(
      'filterRefused',
      `Graph rejected the filter of the scope: ${filter}. ${failure.message}`,
      {
        cause: failure,
        hint: 'Correct scope.groups.filter; it must be an OData filter on group properties.',
      },
    )
  }
