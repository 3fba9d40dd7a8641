/**
 * Stamps of the last change of each property, which replication compares (MS-DRSR: AttributeStamp,
 * LinkValueStamp). Recording starts with the second controller, which copies everything before; a property
 * without a stamp is older than every property with one.
 */
import type { Entry } from './entry.js'

export interface Stamp {
  /** Number of changes. */
  version: number
  time: number
  /** invocationId of the controller that made the change. */
  origin: string
}

export interface ChangeLog {
  origin: string
  now(): number
  /** By key; `name` stands for name and container, `isdeleted` for deletion. */
  attributes: Map<Entry, Map<string, Stamp>>
  /** One stamp per value of a link, for added and removed values alike. */
  links: Map<Entry, Map<string, Map<Entry, Stamp>>>
}

export const createChangeLog = (origin: string, now: () => number): ChangeLog => ({
  origin,
  now,
  attributes: new Map(),
  links: new Map(),
})

/** Records an originating change. */
export function recordChange(log: ChangeLog | undefined, entry: Entry, key: string): void {
  if (log) recordStamp(log, entry, key, nextStamp(log, log.attributes.get(entry)?.get(key)))
}

export function recordLinkChange(log: ChangeLog | undefined, entry: Entry, key: string, end: Entry): void {
  if (log) recordLinkStamp(log, entry, key, end, nextStamp(log, log.links.get(entry)?.get(key)?.get(end)))
}

/** A property without a stamp has version 1. */
const nextStamp = (log: ChangeLog, before: Stamp | undefined): Stamp => ({
  version: (before?.version ?? 1) + 1,
  time: log.now(),
  origin: log.origin,
})

/** Records a replicated change with its original stamp. */
export function recordStamp(log: ChangeLog, entry: Entry, key: string, stamp: Stamp): void {
  innerMap(log.attributes, entry).set(key, stamp)
}

export function recordLinkStamp(log: ChangeLog, entry: Entry, key: string, end: Entry, stamp: Stamp): void {
  innerMap(innerMap(log.links, entry), key).set(end, stamp)
}

function innerMap<Key, InnerKey, Value>(map: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = map.get(key)
  if (known) return known
  const created = new Map<InnerKey, Value>()
  map.set(key, created)
  return created
}

/** The last writer wins: compares version, then time, then origin, so that all controllers decide alike. */
export function isLater(stamp: Stamp, other: Stamp | undefined): boolean {
  if (!other) return true
  if (stamp.version !== other.version) return stamp.version > other.version
  if (stamp.time !== other.time) return stamp.time > other.time
  return stamp.origin > other.origin
}

/** Returns the objects with changes in the order of creation. */
export function changedEntries({ attributes, links }: ChangeLog): Entry[] {
  const entries = new Set([...attributes.keys(), ...links.keys()])
  return [...entries].sort((one, other) => one.id - other.id)
}
