/** Responds to every listing: filters, sorts, pages and selects properties. */
import { badRequest, unsupportedQuery } from '../errors.js'
import { jsonResponse, type EntraResponse } from '../messages.js'
import type { IndexedCount } from '../tenant/countIndex.js'
import type { DirectoryObject, ObjectKind } from '../tenant/objects.js'
import { metadata, tablesFor, type GraphContext } from './context.js'
import { candidateIds } from './filter/candidates.js'
import { checkFilter } from './filter/check.js'
import { predicateOf } from './filter/evaluate.js'
import { parseFilter } from './filter/parse.js'
import { searchPredicate, sortObjects } from './order.js'
import { pageLink, type Page } from './paging.js'
import type { PropertyTable } from './properties.js'
import { parseSelect, selectProperties, type Visibility } from './select.js'

export interface Collection {
  /** The name in `@odata.context`. */
  name: string
  typeName: string
  kinds: readonly ObjectKind[]
  /** Properties for filters. */
  table: PropertyTable
  sortable: readonly string[]
  searchable: readonly string[]
  objects: () => Iterable<DirectoryObject>
  get: (id: string) => DirectoryObject | undefined
  /** The objects or the number that `$count` uses instead of `objects`. */
  counted?: () => IndexedCount
  /** Set if the collection is all live objects of one kind, so that the store's indexes apply. */
  indexedKind?: ObjectKind
  /** Requires an advanced query for `$filter`, `$search` and `$orderby`. */
  advancedOnly: boolean
  /** The path ends in a type cast, which requires an advanced query for any query option. */
  cast: boolean
  /** Items have several kinds and therefore an `@odata.type`. */
  mixed: boolean
  visibility: (kind: ObjectKind) => Visibility
}

export function respondWithPage(context: GraphContext, collection: Collection): EntraResponse {
  const { query, paging, request } = context
  const page =
    query.skipToken === undefined
      ? paging.open(matchingIds(context, collection), query, request.path)
      : paging.resume(query.skipToken, request)
  const selection = parseSelect(page.query.select, {
    ...collection,
    tables: tablesFor(context),
    single: false,
  })
  const value = page.ids.flatMap((id) => {
    const object = collection.get(id)
    if (!object) return []
    const shown = selectProperties(object, selection, collection.visibility(object.kind))
    return collection.mixed ? { '@odata.type': `#microsoft.graph.${object.kind}`, ...shown } : shown
  })
  return jsonResponse(200, {
    '@odata.context': metadata(context, collection.name, selection.names),
    ...(page.first && page.query.advanced && { '@odata.count': page.total }),
    ...nextLink(context, page),
    value,
  })
}

/** Responds with the number as text; Graph counts only for requests that accept eventual consistency. */
export function respondWithCount(context: GraphContext, collection: Collection): EntraResponse {
  const { query } = context
  if (!query.eventual) throw badRequest('$count is not currently supported.')
  const { members = collection.objects(), count } = collection.counted?.() ?? {}
  // The segment `/$count` implies `$count=true`.
  const advanced = { ...context, query: { ...query, count: true, advanced: true } }
  const ids = matchingIds(advanced, { ...collection, objects: () => members })
  return { status: 200, headers: { 'Content-Type': 'text/plain' }, body: String(count ?? ids.length) }
}

function nextLink(context: GraphContext, page: Page): Record<string, string> {
  if (page.next === undefined) return {}
  return { '@odata.nextLink': pageLink(new URL(context.root).origin, context.request.url, page.next) }
}

function matchingIds(context: GraphContext, collection: Collection): string[] {
  const { query } = context
  checkCombination(context, collection)
  // An invalid selection is rejected before any work is done.
  parseSelect(query.select, { ...collection, tables: tablesFor(context), single: false })
  const found =
    query.filter === undefined ? collection.objects() : filtered(context, collection, query.filter)
  if (query.search === undefined && query.orderby === undefined) return idsOf(found)
  const test = query.search === undefined ? undefined : searchPredicate(query.search, collection.searchable)
  const objects = test ? [...found].filter(test) : [...found]
  return idsOf(
    query.orderby === undefined ? objects : sortObjects(objects, query.orderby, collection.sortable),
  )
}

function idsOf(objects: Iterable<DirectoryObject>): string[] {
  const ids: string[] = []
  for (const { id } of objects) ids.push(id)
  return ids
}

function checkCombination({ query }: GraphContext, { advancedOnly, cast }: Collection): void {
  const { filter, search, orderby, select, top, eventual, advanced } = query
  if (search !== undefined && !eventual) {
    throw unsupportedQuery(
      'Request with $search query parameter only works through MSGraph with a special request header: ' +
        "'ConsistencyLevel: eventual'",
    )
  }
  if (advanced) return
  const needsAdvanced = advancedOnly && (filter !== undefined || orderby !== undefined)
  const options = [filter, orderby, select, top].some((option) => option !== undefined)
  if (needsAdvanced || (cast && options)) throw unsupportedQuery()
  if (filter !== undefined && orderby !== undefined) {
    throw unsupportedQuery('Sorting not supported for current query.')
  }
}

function* filtered(
  { query, store }: GraphContext,
  collection: Collection,
  text: string,
): Iterable<DirectoryObject> {
  const filter = parseFilter(text)
  checkFilter(filter, { ...collection, advanced: query.advanced })
  const matches = predicateOf(filter, collection.table)
  const ids = collection.indexedKind && candidateIds(filter, store, collection.indexedKind)
  for (const object of ids ? objectsOf(ids, collection) : collection.objects()) {
    if (matches(object)) yield object
  }
}

function* objectsOf(ids: Iterable<string>, collection: Collection): Iterable<DirectoryObject> {
  for (const id of ids) {
    const object = collection.get(id)
    if (object) yield object
  }
}
