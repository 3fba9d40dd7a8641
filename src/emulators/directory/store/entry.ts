/**
 * One object of the directory. Properties that every object has are fields; all others are attributes and
 * links.
 */
import { formatRdn, type Rdn } from '../names/dn.js'
import type { ClassClosure } from '../schema/types.js'

/**
 * Text, bytes, or another object if the syntax is a DN, so that the value follows a rename of that object.
 */
export type Value = string | Buffer | Entry

export interface Entry {
  /** Ascending in the order of creation. */
  id: number
  guid: string
  /** Of security principals and domains. */
  sid?: string
  /** SID of the creator; undefined if Domain Admins own the object. */
  owner?: string
  rdn: Rdn
  /** Undefined for the head of a naming context, whose full DN is `head`. */
  parent?: Entry
  head?: string
  class: ClassClosure
  /** By rdnKey. */
  children: Map<string, Entry>
  /** Number of objects in the subtree, this one included. */
  size: number
  /** By the key of the attribute; never empty lists. */
  attributes: Map<string, Value[]>
  /** Forward links by the key of the attribute, in the order of creation. */
  links: Map<string, Set<Entry>>
  /** Back links by the key of the back link. */
  backLinks: Map<string, Set<Entry>>
  created: number
  changed: number
  usnCreated: number
  usnChanged: number
  deletion?: Deletion
  /** Set on Deleted Objects containers, which are visible only with the control for deleted objects. */
  hidden?: true
}

export interface Deletion {
  /** deleted: in the recycle bin; tombstone: deleted without a recycle bin; recycled: cannot be restored. */
  state: 'deleted' | 'tombstone' | 'recycled'
  parent: Entry
  name: string
  /** Links that are restored with the object; empty without a recycle bin. */
  lost: Map<string, LostLink>
}

export interface LostLink {
  key: string
  from: Entry
  to: Entry
}

/** Lost links are a map, because a group may lose a hundred thousand of them. */
export const addLost = (lost: Deletion['lost'], one: LostLink): void => void lost.set(lostKey(one), one)

export const lostKey = ({ key, from, to }: LostLink): string => `${key} ${from.id} ${to.id}`

export const dnOf = (entry: Entry): string =>
  entry.parent ? `${formatRdn(entry.rdn)},${dnOf(entry.parent)}` : (entry.head ?? '')

export const headOf = (entry: Entry): Entry => (entry.parent ? headOf(entry.parent) : entry)

/** True for the ancestor itself and for everything below it. */
export function isBelow(entry: Entry, ancestor: Entry): boolean {
  for (let at: Entry | undefined = entry; at; at = at.parent) if (at === ancestor) return true
  return false
}

export const hasClass = (entry: Entry, className: string): boolean => entry.class.chain.includes(className)

export const isGroup = (entry: Entry): boolean => entry.class.name === 'group'

/** Returns text as it is, and an empty string for other values. */
export const asText = (value: Value | undefined): string => (typeof value === 'string' ? value : '')

/** Returns the first value of an attribute if it is text. */
export function textOf(entry: Entry, key: string): string | undefined {
  const [value] = entry.attributes.get(key) ?? []
  return typeof value === 'string' ? value : undefined
}

/** The targets of a forward link. */
export const linkTargets = (entry: Entry, key: string): ReadonlySet<Entry> =>
  entry.links.get(key) ?? noEntries
export const linkSources = (entry: Entry, key: string): ReadonlySet<Entry> =>
  entry.backLinks.get(key) ?? noEntries

const noEntries: ReadonlySet<Entry> = new Set()

/** Yields the object and everything below it. */
export function* subtree(entry: Entry): Generator<Entry> {
  yield entry
  for (const child of entry.children.values()) yield* subtree(child)
}
