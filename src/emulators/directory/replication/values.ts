/**
 * Second step of replication: merges attributes one by one and links value by value; the later change wins.
 */
import type { AttributeType } from '../schema/types.js'
import { hasLink, updateLostLink, stripDeleted } from '../store/deletion.js'
import type { Entry, Value } from '../store/entry.js'
import { recordStamp, recordLinkStamp, isLater, type Stamp } from '../store/stamps.js'
import { addLink, setValues, removeLink } from '../store/store.js'
import { ownStamp, sourceStamps, counterpartOf, type ReplicationJob } from './job.js'

/** Names and deletions have stamps as well, and are handled in the first step. */
const isMergedWithObject = (key: string): boolean => key === 'name' || key === 'isdeleted'

export function mergeAttributes(job: ReplicationJob, sources: readonly Entry[]): void {
  for (const source of sources) {
    const counterpart = counterpartOf(job, source)
    if (!counterpart) continue
    if (job.created.has(source)) copyAttributes(job, source, counterpart)
    for (const [key, stamp] of sourceStamps(job, source)) {
      if (isMergedWithObject(key) || !isLater(stamp, ownStamp(job, counterpart, key))) continue
      const attribute = job.to.schema.attribute(key)
      if (attribute) setValues(job.to, counterpart, attribute, mapValues(job, source.attributes.get(key)))
      recordStamp(job.log, counterpart, key, stamp)
      job.changed.add(counterpart)
    }
    if (counterpart.deletion) stripDeleted(job.to, counterpart)
  }
}

function copyAttributes(job: ReplicationJob, source: Entry, counterpart: Entry): void {
  for (const [key, values] of source.attributes) {
    const attribute = job.to.schema.attribute(key)
    if (attribute?.replicated) setValues(job.to, counterpart, attribute, mapValues(job, values))
  }
}

/** Maps values that are objects to the objects of `to`, without those that it does not have. */
const mapValues = (job: ReplicationJob, values: readonly Value[] = []): Value[] =>
  values.flatMap((value): Value[] => {
    if (typeof value === 'string' || Buffer.isBuffer(value)) return [value]
    const counterpart = counterpartOf(job, value)
    return counterpart ? [counterpart] : []
  })

export function mergeLinks(job: ReplicationJob, sources: readonly Entry[]): void {
  for (const source of sources) {
    const counterpart = counterpartOf(job, source)
    if (!counterpart) continue
    if (job.created.has(source)) copyLinks(job, source, counterpart)
    for (const [key, stamps] of job.from.changes?.links.get(source) ?? []) {
      const attribute = job.to.schema.attribute(key)
      if (attribute)
        for (const [end, stamp] of stamps) mergeLink(job, attribute, [source, counterpart], end, stamp)
      if (attribute?.single) keepLatestLink(job, attribute, counterpart)
    }
  }
}

function copyLinks(job: ReplicationJob, source: Entry, counterpart: Entry): void {
  for (const [key, ends] of source.links) {
    const attribute = job.to.schema.attribute(key)
    for (const end of ends) {
      const other = counterpartOf(job, end)
      if (attribute && other) setLink(job, attribute, [counterpart, other], true)
    }
  }
}

function mergeLink(
  job: ReplicationJob,
  attribute: AttributeType,
  [source, counterpart]: readonly [Entry, Entry],
  end: Entry,
  stamp: Stamp,
): void {
  const { key } = attribute
  const other = counterpartOf(job, end)
  if (!other || !isLater(stamp, linkStamp(job, counterpart, key, other))) return
  recordLinkStamp(job.log, counterpart, key, other, stamp)
  setLink(job, attribute, [counterpart, other], hasLink(source, key, end))
}

/**
 * Adds or removes a link. If one end is deleted, the change is recorded for its restoration instead (recycle
 * bin only).
 */
function setLink(
  { to, changed }: ReplicationJob,
  attribute: AttributeType,
  [from, end]: readonly [Entry, Entry],
  isThere: boolean,
): void {
  const { key } = attribute
  const missing = [from, end].find(({ deletion }) => deletion)
  if (missing) return updateLostLink(missing, { key, from, to: end }, isThere)
  if (isThere === (from.links.get(key)?.has(end) ?? false)) return
  ;(isThere ? addLink : removeLink)(to, attribute, from, end)
  changed.add(from)
}

const linkStamp = ({ log }: ReplicationJob, entry: Entry, key: string, end: Entry): Stamp | undefined =>
  log.links.get(entry)?.get(key)?.get(end)

/** Keeps the latest of several values that both sides set for a single-valued link. */
function keepLatestLink(job: ReplicationJob, attribute: AttributeType, entry: Entry): void {
  const ends = [...(entry.links.get(attribute.key) ?? [])]
  const stampOf = (end: Entry) => linkStamp(job, entry, attribute.key, end)
  const isNewerThan = (one: Entry, other: Entry): boolean => {
    const stamp = stampOf(one)
    return stamp !== undefined && isLater(stamp, stampOf(other))
  }
  const latest = ends.find((one) => ends.every((other) => other === one || isNewerThan(one, other)))
  for (const end of latest ? ends : []) if (end !== latest) removeLink(job.to, attribute, entry, end)
}
