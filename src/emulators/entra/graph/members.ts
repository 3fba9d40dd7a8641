/** Lists and counts direct and transitive members, with or without a type cast. */
import { permits, readHiddenMembers } from '../authority/permissions.js'
import { accessDeniedError } from '../errors.js'
import type { EntraResponse } from '../messages.js'
import type { IndexedCount } from '../tenant/countIndex.js'
import { hasHiddenMembership, objectKinds, type DirectoryObject, type ObjectKind } from '../tenant/objects.js'
import { liveMembers, type Store } from '../tenant/store.js'
import { respondWithPage, respondWithCount, type Collection } from './collection.js'
import { tablesFor, type GraphContext } from './context.js'
import { requestedGroup } from './groups.js'
import { mixedTable } from './properties.js'
import { visibilityOf } from './visibility.js'

type Reach = 'direct' | 'transitive'
type Handler = (context: GraphContext) => EntraResponse

export const listMembers = (reach: Reach, cast?: ObjectKind): Handler => {
  return (context) => respondWithPage(context, memberCollection(context, reach, cast))
}

export const countMembers = (reach: Reach, cast?: ObjectKind): Handler => {
  return (context) => respondWithCount(context, memberCollection(context, reach, cast))
}

function memberCollection(context: GraphContext, reach: Reach, cast: ObjectKind | undefined): Collection {
  const { store, caller, tenant, undocumented } = context
  const group = requestedGroup(context)
  const hidden = hasHiddenMembership(group) && !permits(caller.permissions, readHiddenMembers)
  if (hidden && undocumented.hiddenMembership === 'denied') throw accessDeniedError()
  const reachable = reach === 'direct' ? liveMembers : transitiveMembers
  return {
    ...namesOf(context, cast),
    objects: () => (hidden ? [] : ofKind(reachable(store, group.id), cast)),
    get: (id) => store.objects.get(id),
    ...(reach === 'direct' && !hidden && { counted: () => castCount(tenant.counts.read(group.id), cast) }),
    advancedOnly: true,
    cast: cast !== undefined,
    mixed: cast === undefined,
    visibility: (kind) => visibilityOf(caller, kind),
  }
}

/**
 * Applies the cast to the members that a lagging index counts; a number set by a test is returned for every
 * cast.
 */
const castCount = ({ members, count }: IndexedCount, cast: ObjectKind | undefined): IndexedCount => ({
  ...(members && { members: [...ofKind(members, cast)] }),
  ...(count !== undefined && { count }),
})

type Names = Pick<Collection, 'name' | 'typeName' | 'kinds' | 'table' | 'sortable' | 'searchable'>

function namesOf(context: GraphContext, cast: ObjectKind | undefined): Names {
  const common = { sortable: ['displayName'], searchable: ['displayName'] }
  if (cast === undefined) {
    return {
      name: 'directoryObjects',
      typeName: 'directoryObject',
      kinds: objectKinds,
      table: mixedTable,
      ...common,
    }
  }
  return { name: `${cast}s`, typeName: cast, kinds: [cast], table: tablesFor(context)[cast], ...common }
}

/** Yields each object once, nested groups included; the group itself only if it is nested in itself. */
function* transitiveMembers(store: Store, group: string): Iterable<DirectoryObject> {
  const seen = new Set<string>()
  const toVisit = [group]
  for (let next = toVisit.pop(); next !== undefined; next = toVisit.pop()) {
    for (const member of liveMembers(store, next)) {
      if (seen.has(member.id)) continue
      seen.add(member.id)
      if (member.kind === 'group') toVisit.push(member.id)
      yield member
    }
  }
}

function* ofKind(
  objects: Iterable<DirectoryObject>,
  kind: ObjectKind | undefined,
): Iterable<DirectoryObject> {
  for (const object of objects) {
    if (kind === undefined || object.kind === kind) yield object
  }
}
