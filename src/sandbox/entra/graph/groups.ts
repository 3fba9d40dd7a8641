import { badRequest, notFound } from '../errors.js'
import { json, type Answer } from '../messages.js'
import type { DirectoryObject } from '../tenant/objects.js'
import { answerCollection, answerCount, type Collection } from './collection.js'
import { entityMetadata, param, tablesFor, type GraphContext } from './context.js'
import { refuseCollectionOptions } from './query.js'
import { parseSelect, shape } from './select.js'

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const listGroups = (context: GraphContext): Answer => answerCollection(context, groups(context))
export const countGroups = (context: GraphContext): Answer => answerCount(context, groups(context))

function groups(context: GraphContext): Collection {
  const { store } = context
  return {
    name: 'groups',
    typeName: 'group',
    kinds: ['group'],
    table: tablesFor(context).group,
    sortable: ['displayName'],
    searchable: ['displayName', 'description'],
    objects: () => store.kinds.group.values(),
    get: (id) => store.kinds.group.get(id),
    whole: 'group',
    advancedOnly: false,
    cast: false,
    mixed: false,
    visibility: () => 'all',
  }
}

export function getGroup(context: GraphContext): Answer {
  refuseCollectionOptions(context.request)
  const scope = { tables: tablesFor(context), kinds: ['group'], typeName: 'group', single: true } as const
  const selection = parseSelect(context.query.select, scope)
  return json(200, {
    '@odata.context': entityMetadata(context, 'groups', selection.names),
    ...shape(groupAt(context), selection, 'all'),
  })
}

/** Whether the source of authority was moved from AD to the cloud. */
export function getSyncBehavior(context: GraphContext): Answer {
  refuseCollectionOptions(context.request)
  const group = groupAt(context)
  return json(200, {
    '@odata.context': entityMetadata(context, `groups('${group.id}')/onPremisesSyncBehavior`),
    id: group.id,
    isCloudManaged: group.cloudManaged === true,
  })
}

/** @throws Refusal 400 for what is no object id, 404 for one that is not there */
export function groupAt(context: GraphContext): DirectoryObject {
  const id = param(context, 0)
  checkId(id)
  const group = context.store.kinds.group.get(id.toLowerCase())
  if (!group) throw notFound(id)
  return group
}

export function checkId(id: string): void {
  if (!guid.test(id)) throw badRequest(`Invalid object identifier '${id}'.`)
}
