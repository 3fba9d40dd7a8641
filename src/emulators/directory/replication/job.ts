/** State that the steps of one replication, from one controller to another, share. */
import type { Entry } from '../store/entry.js'
import type { ChangeLog, Stamp } from '../store/stamps.js'
import { findByGuid, type Store } from '../store/store.js'

export interface ReplicationJob {
  from: Store
  to: Store
  /**
   * The change log of `to`. It is detached during replication, so that replicated changes keep their original
   * stamps.
   */
  log: ChangeLog
  /** Objects of `from` that did not exist in `to`. */
  created: Set<Entry>
  /** Objects of `to` that replication changed. */
  changed: Set<Entry>
}

/** Returns the same object in `to`. */
export const counterpartOf = ({ to }: ReplicationJob, source: Entry): Entry | undefined =>
  findByGuid(to, source.guid)

export const sourceStamps = ({ from }: ReplicationJob, source: Entry): ReadonlyMap<string, Stamp> =>
  from.changes?.attributes.get(source) ?? noStamps

export const ownStamp = ({ log }: ReplicationJob, entry: Entry, key: string): Stamp | undefined =>
  log.attributes.get(entry)?.get(key)

const noStamps: ReadonlyMap<string, Stamp> = new Map()
