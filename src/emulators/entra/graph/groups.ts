import { badRequest, notFound } from '../errors.js'
import { jsonResponse, type EntraResponse } from '../messages.js'
import type { DirectoryObject } from '../tenant/objects.js'
import { respondWithPage, respondWithCount, type Collection } from './collection.js'
import { entityMetadata, param, tablesFor, type GraphContext } from './context.js'
import { isIdLookup } from './filter/candidates.js'
import { parseFilter } from './filter/parse.js'
import { rejectCollectionOptions } from './query.js'
import { parseSelect, selectProperties } from './select.js'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function listGroups(context: GraphContext): EntraResponse {
  const answer = respondWithPage(context, groupCollection(context))
  // Further pages belong to a listing that was counted with its first page.
  if (context.query.skipToken === undefined) context.tenant.hidden.consumeListing(isLookup(context))
  return answer
}

export const countGroups = (context: GraphContext): EntraResponse =>
  respondWithCount(context, groupCollection(context))

function groupCollection(context: GraphContext): Collection {
  const { store } = context
  const hidden = hiddenGroups(context)
  const get = (id: string) => (hidden.has(id) ? undefined : store.kinds.group.get(id))
  return {
    name: 'groups',
    typeName: 'group',
    kinds: ['group'],
    table: tablesFor(context).group,
    sortable: ['displayName'],
    searchable: ['displayName', 'description'],
    objects: () => (hidden.size === 0 ? store.kinds.group.values() : visibleGroups(store.kinds.group, get)),
    get,
    indexedKind: 'group',
    advancedOnly: false,
    cast: false,
    mixed: false,
    visibility: () => 'all',
  }
}

function* visibleGroups(
  groups: ReadonlyMap<string, DirectoryObject>,
  get: (id: string) => DirectoryObject | undefined,
): Iterable<DirectoryObject> {
  for (const id of groups.keys()) {
    const group = get(id)
    if (group) yield group
  }
}

/** The first page determines the objects of a listing, so further pages hide nothing. */
function hiddenGroups(context: GraphContext): ReadonlySet<string> {
  const { query, tenant } = context
  return query.skipToken === undefined ? tenant.hidden.hiddenInListing(isLookup(context)) : new Set()
}

const isLookup = ({ query }: GraphContext): boolean =>
  query.filter !== undefined && isIdLookup(parseFilter(query.filter))

export function getGroup(context: GraphContext): EntraResponse {
  rejectCollectionOptions(context.request)
  const scope = { tables: tablesFor(context), kinds: ['group'], typeName: 'group', single: true } as const
  const selection = parseSelect(context.query.select, scope)
  const group = requestedGroup(context)
  if (context.tenant.hidden.consumeRead(group.id)) throw notFound(param(context, 0))
  return jsonResponse(200, {
    '@odata.context': entityMetadata(context, 'groups', selection.names),
    ...selectProperties(group, selection, 'all'),
  })
}

/** Reports whether the group's source of authority was moved from AD to the cloud. */
export function getSyncBehavior(context: GraphContext): EntraResponse {
  rejectCollectionOptions(context.request)
  const group = requestedGroup(context)
  return jsonResponse(200, {
    '@odata.context': entityMetadata(context, `groups('${group.id}')/onPremisesSyncBehavior`),
    id: group.id,
    isCloudManaged: group.cloudManaged === true,
  })
}

/** @throws GraphRefusal 400 for an invalid object id, 404 for a group that does not exist */
export function requestedGroup(context: GraphContext): DirectoryObject {
  const id = param(context, 0)
  checkObjectId(id)
  const group = context.store.kinds.group.get(id.toLowerCase())
  if (!group) throw notFound(id)
  return group
}

export function checkObjectId(id: string): void {
  if (!guid.test(id)) throw badRequest(`Invalid object identifier '${id}'.`)
}
