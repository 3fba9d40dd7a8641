/**
 * Who changed what last, as replication compares it (MS-DRSR: AttributeStamp, LinkValueStamp). It is written down only
 * from the day on which there is a second controller, to whom everything before is known: what has no stamp is older
 * than everything that has one.
 */
import type { Entry } from './entry.js'

export interface Stamp {
  /** How often it was changed. */
  version: number
  time: number
  /** The invocationId of the controller where that was. */
  origin: string
}

export interface ChangeLog {
  origin: string
  now(): number
  /** By key; `name` is the place as well, `isdeleted` whether it is live. */
  attributes: Map<Entry, Map<string, Stamp>>
  /** Each value of a link has a stamp of its own, whether it is there or was taken away. */
  links: Map<Entry, Map<string, Map<Entry, Stamp>>>
}

export const createChangeLog = (origin: string, now: () => number): ChangeLog => ({
  origin,
  now,
  attributes: new Map(),
  links: new Map(),
})

/** A change of one's own. */
export function note(log: ChangeLog | undefined, entry: Entry, key: string): void {
  if (log) adopt(log, entry, key, nextStamp(log, log.attributes.get(entry)?.get(key)))
}

export function noteLink(log: ChangeLog | undefined, entry: Entry, key: string, end: Entry): void {
  if (log) adoptLink(log, entry, key, end, nextStamp(log, log.links.get(entry)?.get(key)?.get(end)))
}

/** What has no stamp is in its first version. */
const nextStamp = (log: ChangeLog, before: Stamp | undefined): Stamp => ({
  version: (before?.version ?? 1) + 1,
  time: log.now(),
  origin: log.origin,
})

/** Somebody else's change, with the stamp that it had there. */
export function adopt(log: ChangeLog, entry: Entry, key: string, stamp: Stamp): void {
  held(log.attributes, entry).set(key, stamp)
}

export function adoptLink(log: ChangeLog, entry: Entry, key: string, end: Entry, stamp: Stamp): void {
  held(held(log.links, entry), key).set(end, stamp)
}

function held<Key, InnerKey, Value>(map: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<InnerKey, Value>()
  map.set(key, made)
  return made
}

/** The last writer wins: by the number of changes, then by time, then by who it was, so that all decide alike. */
export function isLater(stamp: Stamp, other: Stamp | undefined): boolean {
  if (!other) return true
  if (stamp.version !== other.version) return stamp.version > other.version
  if (stamp.time !== other.time) return stamp.time > other.time
  return stamp.origin > other.origin
}

/** Everything that was changed, in the order of creation. */
export function changedIn({ attributes, links }: ChangeLog): Entry[] {
  const entries = new Set([...attributes.keys(), ...links.keys()])
  return [...entries].sort((one, other) => one.id - other.id)
}
