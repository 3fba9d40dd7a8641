/** Requests across kinds: objects by id, and deleted objects. */
import { permits, readDeletedGroups, readUsers } from '../authority/permissions.js'
import { badRequest, accessDeniedError, malformed, notFound } from '../errors.js'
import { jsonResponse, type EntraResponse } from '../messages.js'
import { asDeletedItem } from '../tenant/deletion.js'
import { objectKinds, type DirectoryObject } from '../tenant/objects.js'
import { respondWithPage } from './collection.js'
import { entityMetadata, metadata, param, tablesFor, type GraphContext } from './context.js'
import { checkObjectId } from './groups.js'
import { readJson } from './jsonBody.js'
import { rejectCollectionOptions } from './query.js'
import { parseSelect, selectProperties } from './select.js'
import { visibilityOf } from './visibility.js'

const maxIds = 1000

/** Omits ids that do not exist. */
export function getByIds(context: GraphContext): EntraResponse {
  const { store, caller, request, query } = context
  const body = readJson(request)
  const ids = stringsOf(body, 'ids')
  if (!ids) throw badRequest("The parameter 'ids' is missing or is not a collection of texts.")
  if (ids.length > maxIds) throw badRequest(`Too many ids: ${ids.length}. Max allowed: ${maxIds}.`)
  ids.forEach(checkObjectId)
  const types = new Set((stringsOf(body, 'types') ?? []).map((type) => type.toLowerCase()))
  const wanted = (object: DirectoryObject) =>
    types.size === 0 || types.has('directoryobject') || types.has(object.kind.toLowerCase())
  const selection = parseSelect(query.select, { tables: tablesFor(context), ...mixed })
  const found = [...new Set(ids.map((id) => id.toLowerCase()))].flatMap((id) => store.objects.get(id) ?? [])
  return jsonResponse(200, {
    '@odata.context': metadata(context, 'directoryObjects', selection.names),
    value: found.filter(wanted).map((object) => ({
      '@odata.type': `#microsoft.graph.${object.kind}`,
      ...selectProperties(object, selection, visibilityOf(caller, object.kind)),
    })),
  })
}

const mixed = { kinds: objectKinds, typeName: 'directoryObject', single: false } as const

function stringsOf(body: Record<string, unknown>, name: string): string[] | undefined {
  const value = body[name]
  const fits = Array.isArray(value) && value.every((entry) => typeof entry === 'string')
  if (!fits && value !== undefined) throw malformed(`The parameter '${name}' is not a collection of texts.`)
  return fits ? value : undefined
}

/** Lists the deleted objects of one kind, which the path must name. */
export const listDeleted =
  (kind: 'group' | 'user') =>
  (context: GraphContext): EntraResponse => {
    const { store } = context
    return respondWithPage(context, {
      name: `${kind}s`,
      typeName: kind,
      kinds: [kind],
      table: tablesFor(context)[kind],
      sortable: ['deletedDateTime', 'displayName'],
      searchable: ['displayName'],
      objects: () => [...store.deleted.values()].filter((object) => object.kind === kind).map(asDeletedItem),
      get: (id) => deletedItem(context, id),
      advancedOnly: true,
      cast: false,
      mixed: false,
      visibility: () => 'all',
    })
  }

export function getDeletedItem(context: GraphContext): EntraResponse {
  rejectCollectionOptions(context.request)
  const id = param(context, 0)
  checkObjectId(id)
  const object = deletedItem(context, id.toLowerCase())
  if (!object) throw notFound(id)
  const needed = object.kind === 'group' ? readDeletedGroups : readUsers
  if (!permits(context.caller.permissions, needed)) throw accessDeniedError()
  const selection = parseSelect(context.query.select, {
    tables: tablesFor(context),
    kinds: [object.kind],
    typeName: 'directoryObject',
    single: true,
  })
  return jsonResponse(200, {
    '@odata.context': entityMetadata(context, 'directoryObjects', selection.names),
    '@odata.type': `#microsoft.graph.${object.kind}`,
    ...selectProperties(object, selection, 'all'),
  })
}

function deletedItem({ store }: GraphContext, id: string): DirectoryObject | undefined {
  const object = store.deleted.get(id)
  return object && asDeletedItem(object)
}
