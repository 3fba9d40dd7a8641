/** First step of replication: creates, deletes, restores and moves objects. */
import { addLost, headOf, isBelow, type Deletion, type Entry, type LostLink } from '../store/entry.js'
import { markRecycled, restoreLinks, markDeleted, markLive } from '../store/deletion.js'
import { recordStamp, isLater, recordChange } from '../store/stamps.js'
import { createEntry, detachEntry, attachEntry, attachHead } from '../store/store.js'
import { moveOrphans, resolveNameConflict, lostAndFoundOf } from './conflicts.js'
import { ownStamp, sourceStamps, counterpartOf, type ReplicationJob } from './job.js'

interface ObjectChanges {
  /** Objects of `from` whose counterparts get another name or container. */
  moving: Set<Entry>
  /** Twins that were live before this replication. */
  newlyDeleted: Entry[]
  /** Links of counterparts that are live again. */
  restoredLinks: LostLink[]
}

/** Returns the rest of the work, which needs all values: restoring the links of restored objects. */
export function mergeObjects(job: ReplicationJob, sources: readonly Entry[]): () => void {
  for (const source of sources) if (!counterpartOf(job, source)) createCounterpart(job, source)
  const course: ObjectChanges = { moving: new Set(), newlyDeleted: [], restoredLinks: [] }
  for (const source of sources) {
    mergeDeletion(job, source, course)
    if (job.created.has(source) || isMoved(job, source)) course.moving.add(source)
  }
  // All objects are detached before any is attached, because two objects may have swapped names.
  for (const source of course.moving) {
    const counterpart = counterpartOf(job, source)
    if (counterpart?.parent) detachEntry(job.to, counterpart)
  }
  for (const source of course.moving) mergeLocation(job, source)
  moveOrphans(job, course.newlyDeleted)
  return () => restoreLinks(job.to, course.restoredLinks)
}

function isNewer(job: ReplicationJob, source: Entry, key: string): boolean {
  const stamp = sourceStamps(job, source).get(key)
  const counterpart = counterpartOf(job, source)
  return stamp !== undefined && counterpart !== undefined && isLater(stamp, ownStamp(job, counterpart, key))
}

/**
 * A deleted object stays in its container, even if a controller that did not know of the deletion renamed it
 * later.
 */
const isMoved = (job: ReplicationJob, source: Entry): boolean =>
  isNewer(job, source, 'name') &&
  (counterpartOf(job, source)?.deletion === undefined || source.deletion !== undefined)

/** Creates the object without container and values. */
function createCounterpart(job: ReplicationJob, source: Entry): void {
  const { to, changed } = job
  const { rdn, head, sid, owner, guid, created, hidden } = source
  const type = to.schema.class(source.class.name)
  if (!type) throw new TypeError(`The other schema has no class ${source.class.name}.`)
  const given = { rdn, class: type, ...(sid !== undefined && { sid }), ...(owner !== undefined && { owner }) }
  const own = { guid, created, ...(head !== undefined && { head }), ...(hidden && { hidden }) }
  const entry: Entry = { ...createEntry(to, given), ...own }
  to.indexes.add(entry)
  to.indexes.removeName(entry)
  job.created.add(source)
  changed.add(entry)
}

function mergeDeletion(job: ReplicationJob, source: Entry, course: ObjectChanges): void {
  const counterpart = counterpartOf(job, source)
  if (!counterpart) return
  const isNew = job.created.has(source)
  if (!isNew && !isNewer(job, source, 'isdeleted')) return
  const deletion = source.deletion && mapDeletion(job, source.deletion, counterpart)
  if (isNew && deletion) counterpart.deletion = deletion
  else if (deletion && counterpart.deletion) {
    // Both sides deleted it: the later deletion determines name and former container.
    if (deletion.state === 'recycled') markRecycled(job.to, counterpart, deletion)
    else counterpart.deletion = { ...deletion, lost: counterpart.deletion.lost }
  } else if (deletion) {
    markDeleted(job.to, counterpart, deletion)
    course.newlyDeleted.push(counterpart)
    course.moving.add(source)
  } else if (counterpart.deletion) {
    for (const one of markLive(job.to, counterpart).values()) course.restoredLinks.push(one)
    course.moving.add(source)
  }
  job.changed.add(counterpart)
  const stamp = sourceStamps(job, source).get('isdeleted')
  if (stamp) recordStamp(job.log, counterpart, 'isdeleted', stamp)
}

/** Maps a deletion to the objects of `to`. */
function mapDeletion(
  job: ReplicationJob,
  { state, parent, name, lost }: Deletion,
  counterpart: Entry,
): Deletion {
  const links: Deletion['lost'] = new Map()
  for (const { key, ...ends } of lost.values()) {
    const [from, to] = [counterpartOf(job, ends.from), counterpartOf(job, ends.to)]
    if (from && to) addLost(links, { key, from, to })
  }
  return { state, parent: counterpartOf(job, parent) ?? counterpart, name, lost: links }
}

function mergeLocation(job: ReplicationJob, source: Entry): void {
  const counterpart = counterpartOf(job, source)
  if (!counterpart) return
  job.changed.add(counterpart)
  if (!source.parent) return attachHead(job.to, counterpart)
  const stamp = sourceStamps(job, source).get('name')
  const wanted = counterpartOf(job, source.parent)
  const parent =
    wanted && isPossibleParent(wanted, counterpart)
      ? wanted
      : lostAndFoundOf(counterpartOf(job, headOf(source)) ?? counterpart)
  const rdn = resolveNameConflict(job, counterpart, source.rdn, parent, stamp)
  attachEntry(job.to, counterpart, rdn, parent)
  const isAsThere = parent === wanted && rdn.value === source.rdn.value
  // A resolution of a conflict, or a deletion that overrides a later name, is an originating change of this
  // controller.
  const isOlder = stamp && !isLater(stamp, ownStamp(job, counterpart, 'name'))
  if (stamp && !isOlder) recordStamp(job.log, counterpart, 'name', stamp)
  if (isOlder || !isAsThere) recordChange(job.log, counterpart, 'name')
}

const isPossibleParent = (parent: Entry, entry: Entry): boolean =>
  (parent.deletion === undefined || entry.deletion !== undefined) && !isBelow(parent, entry)
