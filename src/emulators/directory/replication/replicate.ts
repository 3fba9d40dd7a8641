/**
 * Replication (MS-DRSR): a controller takes over the changes of another one. Objects are matched by GUID, and
 * of two changes of one property the later wins. Properties are: name and container together, each attribute,
 * each value of a link, and deletion.
 */
import type { Entry } from '../store/entry.js'
import type { Schema } from '../schema/schema.js'
import { headKey, readName } from '../store/resolve.js'
import { changedIn, createChangeLog } from '../store/stamps.js'
import { byGuid, createStore, touch, type Store } from '../store/store.js'
import { categories } from '../store/values.js'
import { renameDuplicates } from './conflicts.js'
import type { Job } from './job.js'
import { placeObjects } from './objects.js'
import { mergeAttributes, mergeLinks } from './values.js'

/** Replicates in both directions. */
export function synchronize(one: Store, other: Store): void {
  pull(one, other)
  pull(other, one)
}

/** Replicates every change of `from` to `to`. */
export function pull(from: Store, to: Store): void {
  if (from.changes) take(from, to, changedIn(from.changes))
}

function take(from: Store, to: Store, sources: readonly Entry[]): void {
  const log = to.changes
  if (!log) return
  const job: Job = { from, to, log, made: new Set(), changed: new Set() }
  to.changes = undefined
  try {
    const finish = placeObjects(job, sources)
    mergeAttributes(job, sources)
    mergeLinks(job, sources)
    finish()
    renameDuplicates(job)
  } finally {
    to.changes = log
  }
  for (const entry of job.changed) touch(to, entry)
}

/**
 * Creates a new controller's database with all objects of another one and its own numbering. From here on
 * both record stamps.
 */
export function copyStore(source: Store, { schema, seed }: { schema: Schema; seed?: string }): Store {
  const { domainSid, recycleBin, ridMaster } = source
  const now = () => source.now()
  const options = { schema, domainSid, recycleBin, now, ridMaster }
  const copy = createStore(seed === undefined ? options : { ...options, seed })
  source.changes ??= createChangeLog(source.invocationId, now)
  copy.changes = createChangeLog(copy.invocationId, now)
  take(
    source,
    copy,
    [...source.indexes.guids.values()].sort((one, other) => one.id - other.id),
  )
  for (const head of source.heads.values()) {
    const twin = byGuid(copy, head.guid)
    if (twin) copy.heads.set(headKey(readName(copy, head.head ?? '')), twin)
  }
  for (const [key, foreign] of source.foreign) copy.foreign.set(key, foreign)
  for (const type of source.schema.classes) {
    const [category, own] = [categories.get(type), schema.class(type.name)]
    const twin = category && byGuid(copy, category.guid)
    if (own && twin) categories.set(own, twin)
  }
  return copy
}
