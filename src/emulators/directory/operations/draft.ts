/**
 * An object as a request would leave it. A modify is atomic (RFC 4511 §4.6), so all checks run on a draft,
 * and only a valid draft is written. Of links it has only the differences, because a group may have a hundred
 * thousand members.
 */
import { isForwardLink, type AttributeType } from '../schema/types.js'
import type { Entry, Value } from '../store/entry.js'
import { storeEntry, addLink, setValues, touchEntry, removeLink, type Store } from '../store/store.js'

export interface LinkChange {
  added: Set<Entry>
  removed: Set<Entry>
}

export interface Draft {
  entry: Entry
  /** New values by attribute; an empty list removes the attribute. */
  values: Map<AttributeType, Value[]>
  links: Map<AttributeType, LinkChange>
  /** Objects that are created together with this one, by SID (foreign security principals). */
  foreignPrincipals: Map<string, Entry>
  /** Groups whose `member` changes because the account's primary group changes. */
  memberships: Map<Entry, 'join' | 'leave'>
}

export const createDraft = (entry: Entry): Draft => ({
  entry,
  values: new Map(),
  links: new Map(),
  foreignPrincipals: new Map(),
  memberships: new Map(),
})

/** Returns the stored values as they would be after the request. */
export const draftValues = ({ values, entry }: Draft, attribute: AttributeType): readonly Value[] =>
  values.get(attribute) ?? entry.attributes.get(attribute.key) ?? []

export function draftText(draft: Draft, attribute: AttributeType | undefined): string | undefined {
  const [value] = attribute ? draftValues(draft, attribute) : []
  return typeof value === 'string' ? value : undefined
}

export function linkChange({ links }: Draft, attribute: AttributeType): LinkChange {
  const known = links.get(attribute)
  if (known) return known
  const change: LinkChange = { added: new Set(), removed: new Set() }
  links.set(attribute, change)
  return change
}

export function isLinked({ links, entry }: Draft, attribute: AttributeType, to: Entry): boolean {
  const change = links.get(attribute)
  if (change?.added.has(to)) return true
  return (entry.links.get(attribute.key)?.has(to) ?? false) && !change?.removed.has(to)
}

function countLinks({ links, entry }: Draft, attribute: AttributeType): number {
  const change = links.get(attribute)
  const now = entry.links.get(attribute.key)?.size ?? 0
  return now + (change?.added.size ?? 0) - (change?.removed.size ?? 0)
}

export function* draftLinks({ links, entry }: Draft, attribute: AttributeType): Generator<Entry> {
  const change = links.get(attribute)
  for (const to of entry.links.get(attribute.key) ?? []) if (!change?.removed.has(to)) yield to
  yield* change?.added ?? []
}

/** Returns the number of values or links after the request. */
export const draftCount = (draft: Draft, attribute: AttributeType): number =>
  isForwardLink(attribute) ? countLinks(draft, attribute) : draftValues(draft, attribute).length

/** Writes a validated draft. */
export function writeDraft(
  store: Store,
  { entry, values, links, foreignPrincipals, memberships }: Draft,
): void {
  for (const principal of foreignPrincipals.values()) storeEntry(store, principal)
  for (const [attribute, list] of values) setValues(store, entry, attribute, list)
  for (const [attribute, { added, removed }] of links) {
    for (const to of removed) removeLink(store, attribute, entry, to)
    for (const to of added) addLink(store, attribute, entry, to)
  }
  touchEntry(store, entry)
  const member = store.schema.attribute('member')
  for (const [group, change] of memberships) {
    if (member) (change === 'join' ? addLink : removeLink)(store, member, group, entry)
    touchEntry(store, group)
  }
}

/** True if the draft equals the stored object: then nothing is written, and uSNChanged stays. */
export function isUnchanged({ values, links, entry }: Draft): boolean {
  const isSame = (attribute: AttributeType, list: readonly Value[]): boolean => {
    const present = entry.attributes.get(attribute.key) ?? []
    return list.length === present.length && list.every((value, index) => sameBytes(value, present[index]))
  }
  return (
    [...values].every(([attribute, list]) => isSame(attribute, list)) &&
    [...links.values()].every(({ added, removed }) => added.size + removed.size === 0)
  )
}

const sameBytes = (a: Value, b: Value | undefined): boolean =>
  Buffer.isBuffer(a) && Buffer.isBuffer(b) ? a.equals(b) : a === b
