/** State that the steps of one replication, from one controller to another, share. */
import type { Entry } from '../store/entry.js'
import type { ChangeLog, Stamp } from '../store/stamps.js'
import { byGuid, type Store } from '../store/store.js'

export interface Job {
  from: Store
  to: Store
  /**
   * The change log of `to`. It is detached during replication, so that replicated changes keep their original
   * stamps.
   */
  log: ChangeLog
  /** Objects of `from` that did not exist in `to`. */
  made: Set<Entry>
  /** Objects of `to` that replication changed. */
  changed: Set<Entry>
}

/** Returns the same object in `to`. */
export const twinOf = ({ to }: Job, source: Entry): Entry | undefined => byGuid(to, source.guid)

export const sourceStamps = ({ from }: Job, source: Entry): ReadonlyMap<string, Stamp> =>
  from.changes?.attributes.get(source) ?? nothing

export const ownStamp = ({ log }: Job, entry: Entry, key: string): Stamp | undefined =>
  log.attributes.get(entry)?.get(key)

const nothing: ReadonlyMap<string, Stamp> = new Map()
