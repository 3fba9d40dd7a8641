import { permits, readUsers } from '../authority/permissions.js'
import { denied, notFound } from '../errors.js'
import { json, type Answer } from '../messages.js'
import type { DirectoryObject } from '../tenant/objects.js'
import { findByValue } from '../tenant/store.js'
import { answerCollection, answerCount, type Collection } from './collection.js'
import { entityMetadata, param, tablesFor, type GraphContext } from './context.js'
import { refuseCollectionOptions } from './query.js'
import { parseSelect, shape, type Selection } from './select.js'
import { visibilityOf } from './visibility.js'

export function listUsers(context: GraphContext): Answer {
  selectionOf(context, false)
  return answerCollection(context, users(context))
}

export const countUsers = (context: GraphContext): Answer => answerCount(context, users(context))

function users(context: GraphContext): Collection {
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
    whole: 'user',
    advancedOnly: false,
    cast: false,
    mixed: false,
    visibility: (kind) => visibilityOf(caller, kind),
  }
}

export function getUser(context: GraphContext): Answer {
  refuseCollectionOptions(context.request)
  const selection = selectionOf(context, true)
  const user = userAt(context)
  return json(200, {
    '@odata.context': entityMetadata(context, 'users', selection.names),
    ...shape(user, selection, visibilityOf(context.caller, 'user')),
  })
}

/** With User.ReadBasic.All an app may read users, but selecting more than the basic properties is denied. */
function selectionOf(context: GraphContext, single: boolean): Selection {
  const scope = { tables: tablesFor(context), kinds: ['user'], typeName: 'user', single } as const
  const selection = parseSelect(context.query.select, scope)
  const visible = visibilityOf(context.caller, 'user')
  const all = permits(context.caller.permissions, readUsers) || typeof visible === 'string'
  const tooMuch = !all && selection.names.some((name) => name !== 'id' && !visible.has(name))
  if (tooMuch) throw denied()
  return selection
}

function userAt(context: GraphContext): DirectoryObject {
  const { store } = context
  const reference = param(context, 0)
  const byId = store.kinds.user.get(reference.toLowerCase())
  if (byId) return byId
  const [id] = findByValue(store, 'user', 'userPrincipalName', reference)
  const byName = id === undefined ? undefined : store.kinds.user.get(id)
  if (!byName) throw notFound(reference)
  return byName
}
