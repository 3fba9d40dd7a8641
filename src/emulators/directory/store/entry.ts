/** One object of the directory. What every object has are fields, what only some have are attributes and links. */
import { formatRdn, type Rdn } from '../names/dn.js'
import type { ClassClosure } from '../schema/types.js'

/** Text, bytes, or another object where the syntax is a DN: such a value follows when that one is renamed. */
export type Value = string | Buffer | Entry

export interface Entry {
  /** In order of creation. */
  id: number
  guid: string
  /** Security principals and domains. */
  sid?: string
  /** The SID of whoever made it; undefined for Domain Admins, who own what administrators make. */
  owner?: string
  rdn: Rdn
  /** Undefined for the head of a naming context, whose DN is `head` as a whole. */
  parent?: Entry
  head?: string
  class: ClassClosure
  /** By rdnKey. */
  children: Map<string, Entry>
  /** How many objects there are from here down. */
  size: number
  /** By the attribute's key; never empty. */
  attributes: Map<string, Value[]>
  /** Forward links, in the order in which they were made. */
  links: Map<string, Set<Entry>>
  /** The other ends, by the key of the back link. */
  backLinks: Map<string, Set<Entry>>
  created: number
  changed: number
  usnCreated: number
  usnChanged: number
  deletion?: Deletion
  /** The container of deleted objects, which is shown to nobody who does not ask for them. */
  hidden?: true
}

export interface Deletion {
  /** deleted: in the recycle bin; tombstone: without one; recycled: beyond restoring. */
  state: 'deleted' | 'tombstone' | 'recycled'
  parent: Entry
  name: string
  /** Links that come back with the object; only in the recycle bin. */
  lost: Map<string, LostLink>
}

export interface LostLink {
  key: string
  from: Entry
  to: Entry
}

/** A group may lose a hundred thousand of them. */
export const addLost = (lost: Deletion['lost'], one: LostLink): void => void lost.set(lostKey(one), one)

export const lostKey = ({ key, from, to }: LostLink): string => `${key} ${from.id} ${to.id}`

export const dnOf = (entry: Entry): string =>
  entry.parent ? `${formatRdn(entry.rdn)},${dnOf(entry.parent)}` : (entry.head ?? '')

export const headOf = (entry: Entry): Entry => (entry.parent ? headOf(entry.parent) : entry)

/** Whether an object is this one or lies below it. */
export function isBelow(entry: Entry, ancestor: Entry): boolean {
  for (let at: Entry | undefined = entry; at; at = at.parent) if (at === ancestor) return true
  return false
}

export const isA = (entry: Entry, className: string): boolean => entry.class.chain.includes(className)

export const isGroup = (entry: Entry): boolean => entry.class.name === 'group'

/** Text as it is; nothing for what is none. */
export const asText = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

/** The only or first value of an attribute, as text. */
export function textOf(entry: Entry, key: string): string | undefined {
  const [value] = entry.attributes.get(key) ?? []
  return typeof value === 'string' ? value : undefined
}

/** The one object a single-valued link points to, or those of a multi-valued one. */
export const linked = (entry: Entry, key: string): ReadonlySet<Entry> => entry.links.get(key) ?? nothing
export const linkedBack = (entry: Entry, key: string): ReadonlySet<Entry> =>
  entry.backLinks.get(key) ?? nothing

const nothing: ReadonlySet<Entry> = new Set()

/** The object and everything below it. */
export function* subtree(entry: Entry): Generator<Entry> {
  yield entry
  for (const child of entry.children.values()) yield* subtree(child)
}
