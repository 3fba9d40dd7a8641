/** First step of replication: creates, deletes, restores and moves objects. */
import { addLost, headOf, isBelow, type Deletion, type Entry, type LostLink } from '../store/entry.js'
import { recycle, restoreLinks, retire, revive } from '../store/deletion.js'
import { adopt, isLater, note } from '../store/stamps.js'
import { create, lift, settle, settleHead } from '../store/store.js'
import { rescueOrphans, resolveName, shelterOf } from './conflicts.js'
import { ownStamp, sourceStamps, twinOf, type Job } from './job.js'

interface Course {
  /** Objects of `from` whose twins get another name or container. */
  moving: Set<Entry>
  /** Twins that were live before this replication. */
  buried: Entry[]
  /** Links of twins that are live again. */
  lost: LostLink[]
}

/** Returns the rest of the work, which needs all values: restoring the links of restored objects. */
export function placeObjects(job: Job, sources: readonly Entry[]): () => void {
  for (const source of sources) if (!twinOf(job, source)) make(job, source)
  const course: Course = { moving: new Set(), buried: [], lost: [] }
  for (const source of sources) {
    bringUpToLife(job, source, course)
    if (job.made.has(source) || mayMove(job, source)) course.moving.add(source)
  }
  // All objects are detached before any is attached, because two objects may have swapped names.
  for (const source of course.moving) {
    const twin = twinOf(job, source)
    if (twin?.parent) lift(job.to, twin)
  }
  for (const source of course.moving) place(job, source)
  rescueOrphans(job, course.buried)
  return () => restoreLinks(job.to, course.lost)
}

function isNewer(job: Job, source: Entry, key: string): boolean {
  const stamp = sourceStamps(job, source).get(key)
  const twin = twinOf(job, source)
  return stamp !== undefined && twin !== undefined && isLater(stamp, ownStamp(job, twin, key))
}

/**
 * A deleted object stays in its container, even if a controller that did not know of the deletion renamed it
 * later.
 */
const mayMove = (job: Job, source: Entry): boolean =>
  isNewer(job, source, 'name') &&
  (twinOf(job, source)?.deletion === undefined || source.deletion !== undefined)

/** Creates the object without container and values. */
function make(job: Job, source: Entry): void {
  const { to, made, changed } = job
  const { rdn, head, sid, owner, guid, created, hidden } = source
  const type = to.schema.class(source.class.name)
  if (!type) throw new TypeError(`The other schema has no class ${source.class.name}.`)
  const given = { rdn, class: type, ...(sid !== undefined && { sid }), ...(owner !== undefined && { owner }) }
  const own = { guid, created, ...(head !== undefined && { head }), ...(hidden && { hidden }) }
  const entry: Entry = { ...create(to, given), ...own }
  to.indexes.add(entry)
  to.indexes.removeName(entry)
  made.add(source)
  changed.add(entry)
}

function bringUpToLife(job: Job, source: Entry, course: Course): void {
  const twin = twinOf(job, source)
  if (!twin) return
  const isNew = job.made.has(source)
  if (!isNew && !isNewer(job, source, 'isdeleted')) return
  const deletion = source.deletion && translate(job, source.deletion, twin)
  if (isNew && deletion) twin.deletion = deletion
  else if (deletion && twin.deletion) {
    // Both sides deleted it: the later deletion determines name and former container.
    if (deletion.state === 'recycled') recycle(job.to, twin, deletion)
    else twin.deletion = { ...deletion, lost: twin.deletion.lost }
  } else if (deletion) {
    retire(job.to, twin, deletion)
    course.buried.push(twin)
    course.moving.add(source)
  } else if (twin.deletion) {
    for (const one of revive(job.to, twin).values()) course.lost.push(one)
    course.moving.add(source)
  }
  job.changed.add(twin)
  const stamp = sourceStamps(job, source).get('isdeleted')
  if (stamp) adopt(job.log, twin, 'isdeleted', stamp)
}

/** Maps a deletion to the objects of `to`. */
function translate(job: Job, { state, parent, name, lost }: Deletion, twin: Entry): Deletion {
  const links: Deletion['lost'] = new Map()
  for (const { key, ...ends } of lost.values()) {
    const [from, to] = [twinOf(job, ends.from), twinOf(job, ends.to)]
    if (from && to) addLost(links, { key, from, to })
  }
  return { state, parent: twinOf(job, parent) ?? twin, name, lost: links }
}

function place(job: Job, source: Entry): void {
  const twin = twinOf(job, source)
  if (!twin) return
  job.changed.add(twin)
  if (!source.parent) return settleHead(job.to, twin)
  const stamp = sourceStamps(job, source).get('name')
  const wanted = twinOf(job, source.parent)
  const parent = wanted && isPossible(wanted, twin) ? wanted : shelterOf(twinOf(job, headOf(source)) ?? twin)
  const rdn = resolveName(job, twin, source.rdn, parent, stamp)
  settle(job.to, twin, rdn, parent)
  const isAsThere = parent === wanted && rdn.value === source.rdn.value
  // A resolution of a conflict, or a deletion that overrides a later name, is an originating change of this
  // controller.
  const isOlder = stamp && !isLater(stamp, ownStamp(job, twin, 'name'))
  if (stamp && !isOlder) adopt(job.log, twin, 'name', stamp)
  if (isOlder || !isAsThere) note(job.log, twin, 'name')
}

const isPossible = (parent: Entry, entry: Entry): boolean =>
  (parent.deletion === undefined || entry.deletion !== undefined) && !isBelow(parent, entry)
