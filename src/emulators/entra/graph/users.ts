import { permits, readUsers } from '../authority/permissions.js'
import { accessDeniedError, notFound } from '../errors.js'
import { jsonResponse, type EntraResponse } from '../messages.js'
import type { DirectoryObject } from '../tenant/objects.js'
import { findIdsByValue } from '../tenant/store.js'
import { respondWithPage, respondWithCount, type Collection } from './collection.js'
import { entityMetadata, param, tablesFor, type GraphContext } from './context.js'
import { rejectCollectionOptions } from './query.js'
import { parseSelect, selectProperties, type Selection } from './select.js'
import { visibilityOf } from './visibility.js'

export function listUsers(context: GraphContext): EntraResponse {
  selectionOf(context, false)
  return respondWithPage(context, userCollection(context))
}

export const countUsers = (context: GraphContext): EntraResponse =>
  respondWithCount(context, userCollection(context))

function userCollection(context: GraphContext): Collection {
  const { store, caller } = context
  return {
    name: 'users',
    typeName: 'user',
    kinds: ['user'],
    table: tablesFor(context).user,
    sortable: ['displayName', 'userPrincipalName'],
    searchable: ['displayName', 'mail', 'userPrincipalName', 'givenName', 'surname'],
    objects: () => store.kinds.user.values(),
    get: (id) => store.kinds.user.get(id),
    indexedKind: 'user',
    advancedOnly: false,
    cast: false,
    mixed: false,
    visibility: (kind) => visibilityOf(caller, kind),
  }
}

export function getUser(context: GraphContext): EntraResponse {
  rejectCollectionOptions(context.request)
  const selection = selectionOf(context, true)
  const user = requestedUser(context)
  return jsonResponse(200, {
    '@odata.context': entityMetadata(context, 'users', selection.names),
    ...selectProperties(user, selection, visibilityOf(context.caller, 'user')),
  })
}

/** With User.ReadBasic.All an app may read users, but selecting more than the basic properties is denied. */
function selectionOf(context: GraphContext, single: boolean): Selection {
  const scope = { tables: tablesFor(context), kinds: ['user'], typeName: 'user', single } as const
  const selection = parseSelect(context.query.select, scope)
  const visible = visibilityOf(context.caller, 'user')
  const all = permits(context.caller.permissions, readUsers) || typeof visible === 'string'
  const tooMuch = !all && selection.names.some((name) => name !== 'id' && !visible.has(name))
  if (tooMuch) throw accessDeniedError()
  return selection
}

function requestedUser(context: GraphContext): DirectoryObject {
  const { store } = context
  const reference = param(context, 0)
  const byId = store.kinds.user.get(reference.toLowerCase())
  if (byId) return byId
  const [id] = findIdsByValue(store, 'user', 'userPrincipalName', reference)
  const byName = id === undefined ? undefined : store.kinds.user.get(id)
  if (!byName) throw notFound(reference)
  return byName
}
