/** All changes of a tenant, so that replica and count index are notified before each. */
import { deleteObject, purgeObject, restoreObject } from './deletion.js'
import type { CountIndex } from './countIndex.js'
import { idOf, type DirectoryObject, type ObjectKind, type Objects, type Reference } from './objects.js'
import type { Replica } from './replica.js'
import { groupsWith, membersOf, putObject, type Store } from './store.js'

export interface Edits {
  add<K extends ObjectKind>(kind: K, made: DirectoryObject): Objects[K]
  update<K extends ObjectKind>(
    kind: K,
    reference: Reference,
    changes: (before: DirectoryObject) => object,
  ): Objects[K]
  convert(group: Reference): void
  link(group: Reference, members: readonly Reference[]): void
  unlink(group: Reference, members: readonly Reference[]): void
  remove(kind: ObjectKind, reference: Reference, hard?: boolean): void
  restore(reference: Reference): void
  purge(reference: Reference): void
}

/** Makes a change after the replica was notified, and the count index about the groups with other members. */
type Write = (change: () => void, groups?: () => Iterable<string>) => void

export function createEdits(
  store: Store,
  replica: Replica,
  counts: CountIndex,
  timestamp: () => string,
): Edits {
  const write: Write = (change, groups = () => []) => {
    replica.beforeWrite()
    counts.beforeChange(groups)
    change()
  }
  return { ...objectEdits(store, write), ...memberEdits(store, write), ...removals(store, write, timestamp) }
}

const objectEdits = (store: Store, write: Write): Pick<Edits, 'add' | 'update' | 'convert'> => ({
  add(kind, made) {
    if (store.objects.has(made.id) || store.deleted.has(made.id)) {
      throw new TypeError(`There is already an object ${made.id}.`)
    }
    write(() => putObject(store, made))
    return typedProperties(kind, made)
  },
  update(kind, reference, changes) {
    const before = findLive(store, kind, reference)
    const after = { ...before, properties: { ...before.properties, ...changes(before), id: before.id } }
    write(() => putObject(store, after))
    return typedProperties(kind, after)
  },
  convert(group) {
    const before = findLive(store, 'group', group)
    const properties = { ...before.properties, onPremisesSyncEnabled: null }
    write(() => putObject(store, { ...before, properties, cloudManaged: true }))
  },
})

const memberEdits = (store: Store, write: Write): Pick<Edits, 'link' | 'unlink'> => ({
  link(group, members) {
    const { id } = findLive(store, 'group', group)
    const ids = members.map((member) => findLive(store, undefined, member).id)
    write(
      () => ids.forEach((member) => membersOf(store, id).add(member)),
      () => [id],
    )
  },
  unlink(group, members) {
    const { id } = findLive(store, 'group', group)
    write(
      () => members.forEach((member) => membersOf(store, id).delete(idOf(member))),
      () => [id],
    )
  },
})

const removals = (
  store: Store,
  write: Write,
  timestamp: () => string,
): Pick<Edits, 'remove' | 'restore' | 'purge'> => ({
  remove(kind, reference, hard = false) {
    const object = findLive(store, kind, reference)
    write(
      () => deleteObject(store, object, hard, timestamp()),
      () => groupsWith(store, object.id),
    )
  },
  restore(reference) {
    const id = idOf(reference)
    write(
      () => restoreObject(store, id),
      () => groupsWith(store, id),
    )
  },
  purge(reference) {
    const id = idOf(reference)
    write(
      () => purgeObject(store, id),
      () => groupsWith(store, id),
    )
  },
})

/** @throws TypeError if the object does not exist: an error of the test, not of a client */
export function findLive(store: Store, kind: ObjectKind | undefined, reference: Reference): DirectoryObject {
  const id = idOf(reference)
  const object = kind ? store.kinds[kind].get(id) : store.objects.get(id)
  if (!object) throw new TypeError(`There is no ${kind ?? 'object'} ${id} in the tenant.`)
  return object
}

/** Properties have the type of their kind, since they were created from it. */
export const typedProperties = <K extends ObjectKind>(_kind: K, object: DirectoryObject): Objects[K] =>
  object.properties as unknown as Objects[K]
