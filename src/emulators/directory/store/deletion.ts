/** An object on its way out of the living and back, wherever that was ordered (MS-ADTS 3.1.1.5.5). */
import { isForwardLink, type AttributeType } from '../schema/types.js'
import { addLost, headOf, lostKey, type Deletion, type Entry, type LostLink } from './entry.js'
import { note } from './stamps.js'
import { link, setValues, unlink, type Store } from './store.js'

/** Where the deleted objects of a naming context are. */
export const graveyardOf = (entry: Entry): Entry | undefined =>
  headOf(entry).children.get('CN=deleted objects')

/** Its links are cut, and without a recycle bin little stays. Its place is the caller's affair. */
export function retire(
  store: Store,
  entry: Entry,
  { state, parent, name }: Pick<Deletion, 'state' | 'parent' | 'name'>,
): void {
  const lost = cutLinks(store, entry)
  entry.deletion = { state, parent, name, lost: state === 'deleted' ? lost : new Map<string, LostLink>() }
  if (state !== 'deleted') strip(store, entry)
  note(store.changes, entry, 'isdeleted')
}

/** Nobody has a deleted object as a member, and it has none. */
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
    if (attribute) unlink(store, attribute, from, to)
  }
  return lost
}

/** Kept besides what the schema marks: MS-ADTS 3.1.1.5.5.1.1. */
const kept = new Set(['ntsecuritydescriptor', 'sidhistory', 'lastknownparent', 'dnshostname'])

function strip(store: Store, entry: Entry): void {
  const isKept = ({ key, preserved }: AttributeType) => preserved || kept.has(key)
  for (const key of [...entry.attributes.keys()]) {
    const attribute = store.schema.attribute(key)
    if (attribute && !isKept(attribute)) setValues(store, entry, attribute, [])
  }
}

/** Takes away again what came to a deleted object that has little. */
export function stripDeleted(store: Store, entry: Entry): void {
  if (entry.deletion && entry.deletion.state !== 'deleted') strip(store, entry)
}

/** From the recycle bin to beyond restoring. */
export function recycle(store: Store, entry: Entry, deletion: Deletion): void {
  entry.deletion = { ...deletion, state: 'recycled', lost: new Map() }
  strip(store, entry)
  note(store.changes, entry, 'isdeleted')
}

/** Gives back the links that it lost; they come back once it is in its place again. */
export function revive(store: Store, entry: Entry): Deletion['lost'] {
  const { lost = new Map<string, LostLink>() } = entry.deletion ?? {}
  delete entry.deletion
  note(store.changes, entry, 'isdeleted')
  return lost
}

/** Whether a link is there, or would be if nothing had been deleted. */
export function hasLink(from: Entry, key: string, to: Entry): boolean {
  const deletion = from.deletion ?? to.deletion
  if (deletion) return deletion.lost.has(lostKey({ key, from, to }))
  return from.links.get(key)?.has(to) ?? false
}

/** A link that a deleted object would have, or not any more. */
export function keepForLater({ deletion }: Entry, one: LostLink, isThere: boolean): void {
  if (deletion?.state !== 'deleted') return
  if (isThere) addLost(deletion.lost, one)
  else deletion.lost.delete(lostKey(one))
}

/** A link comes back when both of its ends are there again; until then the end that is missing keeps it. */
export function restoreLinks(store: Store, lost: Iterable<LostLink>): void {
  for (const one of lost) {
    const missing = [one.from, one.to].find((end) => end.deletion)
    const attribute = store.schema.attribute(one.key)
    if (missing?.deletion?.state === 'deleted') addLost(missing.deletion.lost, one)
    else if (attribute && !missing) link(store, attribute, one.from, one.to)
  }
}
