/** Deletes and restores objects, for requests and replication alike (MS-ADTS 3.1.1.5.5). */
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { addLost, headOf, lostKey, type Deletion, type Entry, type LostLink } from './entry.js'
import { recordChange } from './stamps.js'
import { addLink, setValues, removeLink, type Store } from './store.js'

/** Returns the Deleted Objects container of a naming context. */
export const deletedObjectsOf = (entry: Entry): Entry | undefined =>
  headOf(entry).children.get('CN=deleted objects')

/**
 * Marks an object as deleted and removes its links; without a recycle bin, also most attributes. The caller
 * moves it.
 */
export function markDeleted(
  store: Store,
  entry: Entry,
  { state, parent, name }: Pick<Deletion, 'state' | 'parent' | 'name'>,
): void {
  const lost = cutLinks(store, entry)
  entry.deletion = { state, parent, name, lost: state === 'deleted' ? lost : new Map<string, LostLink>() }
  if (state !== 'deleted') removeUnkept(store, entry)
  recordChange(store.changes, entry, 'isdeleted')
}

/** Removes all links from and to a deleted object. */
function cutLinks(store: Store, entry: Entry): Deletion['lost'] {
  const lost: Deletion['lost'] = new Map()
  for (const attribute of store.schema.attributes.filter(isForwardLink)) {
    const key = attribute.key
    const back = store.schema.partner(attribute)
    for (const to of entry.links.get(key) ?? []) addLost(lost, { key, from: entry, to })
    for (const from of entry.backLinks.get(back?.key ?? '') ?? []) addLost(lost, { key, from, to: entry })
  }
  for (const { key, from, to } of lost.values()) {
    const attribute = store.schema.attribute(key)
    if (attribute) removeLink(store, attribute, from, to)
  }
  return lost
}

/** Attributes that are kept besides those that the schema marks (MS-ADTS 3.1.1.5.5.1.1). */
const kept = new Set(['ntsecuritydescriptor', 'sidhistory', 'lastknownparent', 'dnshostname'])

function removeUnkept(store: Store, entry: Entry): void {
  const isKept = ({ key, preserved }: AttributeType) => preserved || kept.has(key)
  for (const key of [...entry.attributes.keys()]) {
    const attribute = store.schema.attribute(key)
    if (attribute && !isKept(attribute)) setValues(store, entry, attribute, [])
  }
}

/** Removes attributes that replication added to a tombstone or a recycled object. */
export function stripDeleted(store: Store, entry: Entry): void {
  if (entry.deletion && entry.deletion.state !== 'deleted') removeUnkept(store, entry)
}

/** Changes a deleted object to a recycled one, which cannot be restored. */
export function markRecycled(store: Store, entry: Entry, deletion: Deletion): void {
  entry.deletion = { ...deletion, state: 'recycled', lost: new Map() }
  removeUnkept(store, entry)
  recordChange(store.changes, entry, 'isdeleted')
}

/** Makes an object live again and returns its lost links, to be restored once it is back in its container. */
export function markLive(store: Store, entry: Entry): Deletion['lost'] {
  const { lost = new Map<string, LostLink>() } = entry.deletion ?? {}
  delete entry.deletion
  recordChange(store.changes, entry, 'isdeleted')
  return lost
}

/** True if the link exists, or would exist if neither end were deleted. */
export function hasLink(from: Entry, key: string, to: Entry): boolean {
  const deletion = from.deletion ?? to.deletion
  if (deletion) return deletion.lost.has(lostKey({ key, from, to }))
  return from.links.get(key)?.has(to) ?? false
}

/** Adds or removes a link that a deleted object gets back when it is restored. */
export function updateLostLink({ deletion }: Entry, one: LostLink, isThere: boolean): void {
  if (deletion?.state !== 'deleted') return
  if (isThere) addLost(deletion.lost, one)
  else deletion.lost.delete(lostKey(one))
}

/** Restores links whose ends are both live; the others stay with the deleted end. */
export function restoreLinks(store: Store, lost: Iterable<LostLink>): void {
  for (const one of lost) {
    const missing = [one.from, one.to].find((end) => end.deletion)
    const attribute = store.schema.attribute(one.key)
    if (missing?.deletion?.state === 'deleted') addLost(missing.deletion.lost, one)
    else if (attribute && !missing) addLink(store, attribute, one.from, one.to)
  }
}
