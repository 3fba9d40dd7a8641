/** One controller hearing of another's changes: what all steps of it need. */
import type { Entry } from '../store/entry.js'
import type { ChangeLog, Stamp } from '../store/stamps.js'
import { byGuid, type Store } from '../store/store.js'

export interface Job {
  from: Store
  to: Store
  /** That of `to`, which is not written by itself meanwhile: what comes keeps the stamps that it came with. */
  log: ChangeLog
  /** Objects of `from` that `to` did not have. */
  made: Set<Entry>
  /** Objects of `to` that are no longer what they were. */
  changed: Set<Entry>
}

/** The same object on the other side. */
export const twinOf = ({ to }: Job, source: Entry): Entry | undefined => byGuid(to, source.guid)

export const sourceStamps = ({ from }: Job, source: Entry): ReadonlyMap<string, Stamp> =>
  from.changes?.attributes.get(source) ?? nothing

export const ownStamp = ({ log }: Job, entry: Entry, key: string): Stamp | undefined =>
  log.attributes.get(entry)?.get(key)

const nothing: ReadonlyMap<string, Stamp> = new Map()
