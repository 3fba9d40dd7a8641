/** Resolves conflicting changes of two controllers, as AD does; each resolution is an originating change. */
import { rdnKey, type Rdn } from '../names/dn.js'
import { headOf, hasClass, textOf, type Entry } from '../store/entry.js'
import { ridOf } from '../store/primaryGroup.js'
import { recordChange, type Stamp } from '../store/stamps.js'
import { findByValue, detachEntry, setValues, attachEntry } from '../store/store.js'
import { ownStamp, type ReplicationJob } from './job.js'

/**
 * Returns the name for an object in its new container. Of two objects with one name the one named last keeps
 * it, and the other is renamed after its GUID (MS-DRSR, ResolveNameConflict; KB 218614).
 */
export function resolveNameConflict(
  job: ReplicationJob,
  entry: Entry,
  rdn: Rdn,
  parent: Entry,
  stamp: Stamp | undefined,
): Rdn {
  const holder = parent.children.get(rdnKey(rdn))
  if (!holder || holder === entry) return rdn
  if (isNamedLater(holder, ownStamp(job, holder, 'name'), entry, stamp)) return conflictName(entry, rdn)
  detachEntry(job.to, holder)
  attachEntry(job.to, holder, conflictName(holder, rdn), parent)
  recordChange(job.log, holder, 'name')
  job.changed.add(holder)
  return rdn
}

function isNamedLater(one: Entry, stamp: Stamp | undefined, other: Entry, otherStamp: Stamp | undefined) {
  const [time, otherTime] = [stamp?.time ?? 0, otherStamp?.time ?? 0]
  return time === otherTime ? one.guid > other.guid : time > otherTime
}

const conflictName = ({ guid }: Entry, { type, value }: Rdn): Rdn => ({
  type,
  value: `${value.slice(0, 75)}\nCNF:${guid}`,
})

/**
 * Returns LostAndFound, for objects whose container was deleted elsewhere or moved below them (MS-ADTS
 * 6.1.1.4.5).
 */
export const lostAndFoundOf = (head: Entry): Entry => head.children.get('CN=lostandfound') ?? head

/** Moves objects that were created in a container while it was deleted elsewhere. */
export function moveOrphans(job: ReplicationJob, buried: readonly Entry[]): void {
  for (const container of buried) {
    for (const child of [...container.children.values()]) {
      if (child.deletion) continue
      const shelter = lostAndFoundOf(headOf(container))
      detachEntry(job.to, child)
      attachEntry(
        job.to,
        child,
        resolveNameConflict(job, child, child.rdn, shelter, ownStamp(job, child, 'name')),
        shelter,
      )
      recordChange(job.log, child, 'name')
      job.changed.add(child)
    }
  }
}

/**
 * Renames duplicate account names, which controllers cannot prevent between replications (event 12304). The
 * older account keeps its name; of two computers, the newer.
 */
export function renameDuplicateAccounts(job: ReplicationJob): void {
  for (const entry of [...job.changed]) {
    const name = textOf(entry, 'samaccountname')
    if (name === undefined || entry.deletion) continue
    const [keeper, ...others] = findByValue(job.to, 'sAMAccountName', name).sort(bySeniority)
    if (keeper) for (const other of others) renameAccount(job, other)
  }
}

function bySeniority(one: Entry, other: Entry): number {
  const age = one.created - other.created || (one.guid < other.guid ? -1 : 1)
  return hasClass(one, 'computer') && hasClass(other, 'computer') ? -age : age
}

function renameAccount({ to, log, changed }: ReplicationJob, entry: Entry): void {
  const attribute = to.schema.attribute('sAMAccountName')
  if (!attribute || entry.sid === undefined) return
  setValues(to, entry, attribute, [`$DUPLICATE-${Number(ridOf(entry.sid)).toString(16)}`])
  recordChange(log, entry, attribute.key)
  changed.add(entry)
}
