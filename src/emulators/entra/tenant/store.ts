/** The tenant's data with its indexes. All writes use the functions below. */
import { objectKinds, type DirectoryObject, type ObjectKind } from './objects.js'

type ValueIndex = Map<string, Set<string>>

export interface Store {
  /** Live objects. */
  objects: Map<string, DirectoryObject>
  kinds: Record<ObjectKind, Map<string, DirectoryObject>>
  /** Soft-deleted objects; they keep their memberships. */
  deleted: Map<string, DirectoryObject>
  /** Ids of direct members by group, soft-deleted ones included. */
  members: Map<string, Set<string>>
  /** By `kind/property`, built on first use. */
  indexes: Map<string, ValueIndex>
}

export function emptyStore(): Store {
  return {
    objects: new Map(),
    kinds: byKind(() => new Map<string, DirectoryObject>()),
    deleted: new Map(),
    members: new Map(),
    indexes: new Map(),
  }
}

/** Copies the store. The cost grows with the tenant, so this happens only for a lag. */
export function snapshotStore(store: Store): Store {
  return {
    objects: new Map(store.objects),
    kinds: byKind((kind) => new Map(store.kinds[kind])),
    deleted: new Map(store.deleted),
    members: new Map([...store.members].map(([group, members]) => [group, new Set(members)])),
    indexes: new Map(),
  }
}

export function putObject(store: Store, object: DirectoryObject): void {
  const before = store.objects.get(object.id)
  if (before) unindex(store, before)
  store.objects.set(object.id, object)
  store.kinds[object.kind].set(object.id, object)
  index(store, object)
}

/** Removes a live object; its memberships stay until `removeTraces`. */
export function removeLive(store: Store, object: DirectoryObject): void {
  store.objects.delete(object.id)
  store.kinds[object.kind].delete(object.id)
  unindex(store, object)
}

/** Removes all memberships and the deleted object. */
export function removeTraces(store: Store, id: string): void {
  store.deleted.delete(id)
  store.members.delete(id)
  for (const members of store.members.values()) members.delete(id)
}

export function membersOf(store: Store, group: string): Set<string> {
  const known = store.members.get(group)
  if (known) return known
  const members = new Set<string>()
  store.members.set(group, members)
  return members
}

/** Yields direct members in the order of addition, without soft-deleted ones. */
export function* liveMembers(store: Store, group: string): Iterable<DirectoryObject> {
  for (const id of store.members.get(group) ?? []) {
    const member = store.objects.get(id)
    if (member) yield member
  }
}

export function groupsWith(store: Store, member: string): string[] {
  return [...store.members].flatMap(([group, members]) => (members.has(member) ? [group] : []))
}

/** Returns the ids of objects with this value, ignoring case like Entra. */
export function findIdsByValue(
  store: Store,
  kind: ObjectKind,
  property: string,
  value: string,
): ReadonlySet<string> {
  const key = `${kind}/${property}`
  let values = store.indexes.get(key)
  if (!values) {
    values = new Map()
    store.indexes.set(key, values)
    for (const object of store.kinds[kind].values()) addValue(values, object, property)
  }
  return values.get(value.toLowerCase()) ?? new Set()
}

function index(store: Store, object: DirectoryObject): void {
  forEachIndex(store, object, (values, property) => addValue(values, object, property))
}

function unindex(store: Store, object: DirectoryObject): void {
  forEachIndex(store, object, (values, property) => {
    const value = object.properties[property]
    if (typeof value === 'string') values.get(value.toLowerCase())?.delete(object.id)
  })
}

function forEachIndex(
  store: Store,
  object: DirectoryObject,
  visit: (values: ValueIndex, property: string) => void,
): void {
  for (const [key, values] of store.indexes) {
    const [kind, property = ''] = key.split('/')
    if (kind === object.kind) visit(values, property)
  }
}

function addValue(values: ValueIndex, object: DirectoryObject, property: string): void {
  const value = object.properties[property]
  if (typeof value !== 'string') return
  const key = value.toLowerCase()
  const ids = values.get(key)
  if (ids) ids.add(object.id)
  else values.set(key, new Set([object.id]))
}

function byKind<T>(make: (kind: ObjectKind) => T): Record<ObjectKind, T> {
  return Object.fromEntries(objectKinds.map((kind) => [kind, make(kind)])) as Record<ObjectKind, T>
}
