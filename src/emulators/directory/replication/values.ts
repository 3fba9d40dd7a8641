/**
 * Second step of replication: merges attributes one by one and links value by value; the later change wins.
 */
import type { AttributeType } from '../schema/types.js'
import { hasLink, keepForLater, stripDeleted } from '../store/deletion.js'
import type { Entry, Value } from '../store/entry.js'
import { adopt, adoptLink, isLater, type Stamp } from '../store/stamps.js'
import { link, setValues, unlink } from '../store/store.js'
import { ownStamp, sourceStamps, twinOf, type Job } from './job.js'

/** Names and deletions have stamps as well, and are handled in the first step. */
const isPlace = (key: string): boolean => key === 'name' || key === 'isdeleted'

export function mergeAttributes(job: Job, sources: readonly Entry[]): void {
  for (const source of sources) {
    const twin = twinOf(job, source)
    if (!twin) continue
    if (job.made.has(source)) copyAttributes(job, source, twin)
    for (const [key, stamp] of sourceStamps(job, source)) {
      if (isPlace(key) || !isLater(stamp, ownStamp(job, twin, key))) continue
      const attribute = job.to.schema.attribute(key)
      if (attribute) setValues(job.to, twin, attribute, translated(job, source.attributes.get(key)))
      adopt(job.log, twin, key, stamp)
      job.changed.add(twin)
    }
    if (twin.deletion) stripDeleted(job.to, twin)
  }
}

function copyAttributes(job: Job, source: Entry, twin: Entry): void {
  for (const [key, values] of source.attributes) {
    const attribute = job.to.schema.attribute(key)
    if (attribute?.replicated) setValues(job.to, twin, attribute, translated(job, values))
  }
}

/** Maps values that are objects to the objects of `to`, without those that it does not have. */
const translated = (job: Job, values: readonly Value[] = []): Value[] =>
  values.flatMap((value): Value[] => {
    if (typeof value === 'string' || Buffer.isBuffer(value)) return [value]
    const twin = twinOf(job, value)
    return twin ? [twin] : []
  })

export function mergeLinks(job: Job, sources: readonly Entry[]): void {
  for (const source of sources) {
    const twin = twinOf(job, source)
    if (!twin) continue
    if (job.made.has(source)) copyLinks(job, source, twin)
    for (const [key, stamps] of job.from.changes?.links.get(source) ?? []) {
      const attribute = job.to.schema.attribute(key)
      if (attribute) for (const [end, stamp] of stamps) mergeLink(job, attribute, [source, twin], end, stamp)
      if (attribute?.single) keepLatest(job, attribute, twin)
    }
  }
}

function copyLinks(job: Job, source: Entry, twin: Entry): void {
  for (const [key, ends] of source.links) {
    const attribute = job.to.schema.attribute(key)
    for (const end of ends) {
      const other = twinOf(job, end)
      if (attribute && other) setLink(job, attribute, [twin, other], true)
    }
  }
}

function mergeLink(
  job: Job,
  attribute: AttributeType,
  [source, twin]: readonly [Entry, Entry],
  end: Entry,
  stamp: Stamp,
): void {
  const { key } = attribute
  const other = twinOf(job, end)
  if (!other || !isLater(stamp, linkStamp(job, twin, key, other))) return
  adoptLink(job.log, twin, key, other, stamp)
  setLink(job, attribute, [twin, other], hasLink(source, key, end))
}

/**
 * Adds or removes a link. If one end is deleted, the change is recorded for its restoration instead (recycle
 * bin only).
 */
function setLink(
  { to, changed }: Job,
  attribute: AttributeType,
  [from, end]: readonly [Entry, Entry],
  isThere: boolean,
): void {
  const { key } = attribute
  const missing = [from, end].find(({ deletion }) => deletion)
  if (missing) return keepForLater(missing, { key, from, to: end }, isThere)
  if (isThere === (from.links.get(key)?.has(end) ?? false)) return
  ;(isThere ? link : unlink)(to, attribute, from, end)
  changed.add(from)
}

const linkStamp = ({ log }: Job, entry: Entry, key: string, end: Entry): Stamp | undefined =>
  log.links.get(entry)?.get(key)?.get(end)

/** Keeps the latest of several values that both sides set for a single-valued link. */
function keepLatest(job: Job, attribute: AttributeType, entry: Entry): void {
  const ends = [...(entry.links.get(attribute.key) ?? [])]
  const stampOf = (end: Entry) => linkStamp(job, entry, attribute.key, end)
  const isNewerThan = (one: Entry, other: Entry): boolean => {
    const stamp = stampOf(one)
    return stamp !== undefined && isLater(stamp, stampOf(other))
  }
  const latest = ends.find((one) => ends.every((other) => other === one || isNewerThan(one, other)))
  for (const end of latest ? ends : []) if (end !== latest) unlink(job.to, attribute, entry, end)
}
