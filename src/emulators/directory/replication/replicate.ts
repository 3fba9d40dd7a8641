/**
 * Replication (MS-DRSR): a controller takes over the changes of another one. Objects are matched by GUID, and
 * of two changes of one property the later wins. Properties are: name and container together, each attribute,
 * each value of a link, and deletion.
 */
import type { Entry } from '../store/entry.js'
import type { Schema } from '../schema/schema.js'
import { headKey, parseName } from '../store/resolve.js'
import { changedEntries, createChangeLog } from '../store/stamps.js'
import { findByGuid, createStore, touchEntry, type Store } from '../store/store.js'
import { categories } from '../store/values.js'
import { renameDuplicateAccounts } from './conflicts.js'
import type { ReplicationJob } from './job.js'
import { mergeObjects } from './objects.js'
import { mergeAttributes, mergeLinks } from './values.js'

/** Replicates in both directions. */
export function replicateBothWays(one: Store, other: Store): void {
  pullChanges(one, other)
  pullChanges(other, one)
}

/** Replicates every change of `from` to `to`. */
export function pullChanges(from: Store, to: Store): void {
  if (from.changes) replicateObjects(from, to, changedEntries(from.changes))
}

function replicateObjects(from: Store, to: Store, sources: readonly Entry[]): void {
  const log = to.changes
  if (!log) return
  const job: ReplicationJob = { from, to, log, created: new Set(), changed: new Set() }
  to.changes = undefined
  try {
    const finish = mergeObjects(job, sources)
    mergeAttributes(job, sources)
    mergeLinks(job, sources)
    finish()
    renameDuplicateAccounts(job)
  } finally {
    to.changes = log
  }
  for (const entry of job.changed) touchEntry(to, entry)
}

/**
 * Creates a new controller's database with all objects of another one and its own numbering. From here on
 * both record stamps.
 */
export function copyDatabase(source: Store, { schema, seed }: { schema: Schema; seed?: string }): Store {
  const { domainSid, recycleBin, ridMaster } = source
  const now = () => source.now()
  const options = { schema, domainSid, recycleBin, now, ridMaster }
  const copy = createStore(seed === undefined ? options : { ...options, seed })
  source.changes ??= createChangeLog(source.invocationId, now)
  copy.changes = createChangeLog(copy.invocationId, now)
  replicateObjects(
    source,
    copy,
    [...source.indexes.guids.values()].sort((one, other) => one.id - other.id),
  )
  for (const head of source.heads.values()) {
    const counterpart = findByGuid(copy, head.guid)
    if (counterpart) copy.heads.set(headKey(parseName(copy, head.head ?? '')), counterpart)
  }
  for (const [key, foreign] of source.foreignContexts) copy.foreignContexts.set(key, foreign)
  for (const type of source.schema.classes) {
    const [category, own] = [categories.get(type), schema.class(type.name)]
    const counterpart = category && findByGuid(copy, category.guid)
    if (own && counterpart) categories.set(own, counterpart)
  }
  return copy
}
