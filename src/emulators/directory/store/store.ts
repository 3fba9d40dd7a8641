/**
 * The database: all objects and indexes. Every write goes through the functions below, which keep both
 * consistent.
 */
import { createHash, randomUUID } from 'node:crypto'
import { rdnKey, type Rdn } from '../names/dn.js'
import type { Schema } from '../schema/schema.js'
import type { AttributeType, ClassClosure } from '../schema/types.js'
import type { Entry, Value } from './entry.js'
import { createIndexes, type Indexes } from './indexes.js'
import type { RidBlock, RidMaster } from './rids.js'
import { recordChange, recordLinkChange, type ChangeLog } from './stamps.js'
import { comparisonKey } from './values.js'

export interface Store {
  schema: Schema
  indexes: Indexes
  /** Heads of the naming contexts, by the key of their DN. */
  heads: Map<string, Entry>
  /** Naming contexts of other servers, by the key of their DN. */
  foreignContexts: Map<string, ForeignContext>
  domainSid: string
  recycleBin: boolean
  now(): number
  /** uSNChanged of the last write. */
  usn: number
  lastId: number
  ridMaster: RidMaster
  rids: RidBlock
  /** Identifies this copy of the database. */
  invocationId: string
  /** Undefined while there is only one controller. */
  changes?: ChangeLog
  newGuid(): string
  /** Ends the creation of initial objects; later objects get GUIDs from another series. */
  endSeeding(): void
}

/** A naming context of another server, known by name only. */
export interface ForeignContext {
  dn: string
  host: string
}

export interface StoreOptions {
  schema: Schema
  domainSid: string
  recycleBin: boolean
  /** Makes GUIDs reproducible. */
  seed?: string
  now: () => number
  ridMaster: RidMaster
}

/**
 * Initial objects take their GUIDs from a separate series, so that adding one does not change the GUIDs of
 * later objects. The start of the other series is a historical value: the README shows hashes that depend on
 * it.
 */
const firstGuid = 239

export function createStore({ seed, ...options }: StoreOptions): Store {
  let [series, count] = [`${seed}:forest`, 0]
  return {
    ...options,
    invocationId: seed === undefined ? randomUUID() : guidFrom(`${seed}:invocation`),
    indexes: createIndexes(options.schema),
    heads: new Map(),
    foreignContexts: new Map(),
    usn: 4096,
    lastId: 0,
    rids: { next: 0, end: 0 },
    newGuid: () => (seed === undefined ? randomUUID() : guidFrom(`${series}:${count++}`)),
    endSeeding() {
      ;[series, count] = [`${seed}`, firstGuid]
    },
  }
}

function guidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export interface NewEntry {
  rdn: Rdn
  parent?: Entry
  head?: string
  class: ClassClosure
  sid?: string
  owner?: string
  attributes?: ReadonlyMap<string, Value[]>
}

/** Creates an object without adding it to the store. */
export function createEntry(store: Store, { attributes, ...given }: NewEntry): Entry {
  const now = store.now()
  const usn = ++store.usn
  return {
    ...given,
    id: ++store.lastId,
    guid: store.newGuid(),
    children: new Map(),
    size: 1,
    attributes: new Map(attributes),
    links: new Map(),
    backLinks: new Map(),
    created: now,
    changed: now,
    usnCreated: usn,
    usnChanged: usn,
  }
}

/** Adds a new object to its container and to the indexes. The caller has checked that it is allowed there. */
export function storeEntry(store: Store, entry: Entry): void {
  if (entry.parent) addChild(entry, entry.parent)
  store.indexes.add(entry)
  recordChange(store.changes, entry, 'name')
}

export function storeNewEntry(store: Store, given: NewEntry): Entry {
  const entry = createEntry(store, given)
  storeEntry(store, entry)
  return entry
}

export function nextSid(store: Store): string {
  if (store.rids.next >= store.rids.end) store.rids = store.ridMaster.takeBlock()
  return `${store.domainSid}-${store.rids.next++}`
}

function addChild(entry: Entry, parent: Entry): void {
  parent.children.set(rdnKey(entry.rdn), entry)
  for (let at: Entry | undefined = parent; at; at = at.parent) at.size += entry.size
}

function removeChild(entry: Entry): void {
  entry.parent?.children.delete(rdnKey(entry.rdn))
  for (let at = entry.parent; at; at = at.parent) at.size -= entry.size
}

/** Renames or moves an object. */
export function moveEntry(store: Store, entry: Entry, rdn: Rdn, parent: Entry): void {
  detachEntry(store, entry)
  attachEntry(store, entry, rdn, parent)
  recordChange(store.changes, entry, 'name')
  touchEntry(store, entry)
}

/** Detaches an object with its subtree from its container, until attachEntry attaches it again. */
export function detachEntry(store: Store, entry: Entry): void {
  removeChild(entry)
  store.indexes.removeName(entry)
  entry.parent = undefined
}

/** Attaches the head of a naming context, which has no container. */
export const attachHead = (store: Store, entry: Entry): void => store.indexes.addName(entry)

export function attachEntry(store: Store, entry: Entry, rdn: Rdn, parent: Entry): void {
  entry.rdn = rdn
  entry.parent = parent
  addChild(entry, parent)
  store.indexes.addName(entry)
}

/** Sets uSNChanged and whenChanged, as every originating write does (MS-ADTS 3.1.1.1.9). */
export function touchEntry(store: Store, entry: Entry): void {
  entry.usnChanged = ++store.usn
  entry.changed = store.now()
}

export function setValues(
  store: Store,
  entry: Entry,
  { key, replicated }: AttributeType,
  values: readonly Value[],
): void {
  store.indexes.removeValues(entry, key)
  if (values.length > 0) entry.attributes.set(key, [...values])
  else entry.attributes.delete(key)
  store.indexes.addValues(entry, key)
  if (replicated) recordChange(store.changes, entry, key)
}

export function addLink(store: Store, attribute: AttributeType, from: Entry, to: Entry): void {
  const back = store.schema.partner(attribute)
  endsOf(from.links, attribute.key).add(to)
  if (back) endsOf(to.backLinks, back.key).add(from)
  recordLinkChange(store.changes, from, attribute.key, to)
}

export function removeLink(store: Store, attribute: AttributeType, from: Entry, to: Entry): void {
  const back = store.schema.partner(attribute)
  removeEnd(from.links, attribute.key, to)
  if (back) removeEnd(to.backLinks, back.key, from)
  recordLinkChange(store.changes, from, attribute.key, to)
}

function endsOf(links: Map<string, Set<Entry>>, key: string): Set<Entry> {
  const known = links.get(key)
  if (known) return known
  const ends = new Set<Entry>()
  links.set(key, ends)
  return ends
}

function removeEnd(links: Map<string, Set<Entry>>, key: string, end: Entry): void {
  const ends = links.get(key)
  ends?.delete(end)
  if (ends?.size === 0) links.delete(key)
}

/** Finds a live or deleted object. */
export const findByGuid = (store: Store, guid: string): Entry | undefined => store.indexes.guids.get(guid)
export const findBySid = (store: Store, sid: string): Entry | undefined => store.indexes.sids.get(sid)

/** Finds live objects with this value in an indexed attribute. */
export function findByValue(store: Store, name: string, value: string): Entry[] {
  const attribute = store.schema.attribute(name)
  if (!attribute) return []
  const found = store.indexes.find(attribute.key, comparisonKey(attribute, value))
  return [...found].filter((entry) => !entry.deletion)
}
