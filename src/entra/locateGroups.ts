/** Locates groups that a listing omitted: in scope, out of scope, deleted or missing. */
import { setTimeout as sleep } from 'node:timers/promises'
import { readToEnd, type CompleteRead } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { GroupLocation } from '../model/location.js'
import { isWritebackEnabled } from '../model/scope.js'
import { findDeletedGroups } from './deletedItems.js'
import { readGroups, type ListedScope } from './groups.js'
import { singlePage } from './graph/pages.js'
import type { GraphRequests } from './graph/requests.js'

interface Lookup {
  requests: GraphRequests
  scope: ListedScope
  signal: AbortSignal | undefined
  /** Groups found by their ids, in scope or not. */
  found: Map<string, CloudGroup>
  /** Results that no further lookup can change. */
  final: Map<string, 'inScope' | 'deleted'>
}

/**
 * Locates groups by repeated lookups. Entra's replicas and the index behind its filters lag behind each other, so a
 * single negative result proves nothing (Graph: "designing for eventual consistency"). Only a group found in scope or
 * among the deleted groups is final at once; all others are looked up again after each pause.
 *
 * | found by its id | meets the scope's criterion | found among the deleted groups | location     |
 * |-----------------|-----------------------------|--------------------------------|--------------|
 * | once            | once                        |                                | `inScope`    |
 * | once            | never                       |                                | `outOfScope` |
 * | never           |                             | once                           | `deleted`    |
 * | never           |                             | never, or unknown              | `missing`    |
 */
export async function locateGroups(
  requests: GraphRequests,
  scope: ListedScope,
  ids: readonly string[],
  pausesMs: readonly number[],
  signal?: AbortSignal,
): Promise<CompleteRead<GroupLocation>> {
  const lookup: Lookup = { requests, scope, signal, found: new Map(), final: new Map() }
  const uniqueIds = [...new Set(ids.map(normalizeId))]
  for (const pause of [0, ...pausesMs]) {
    const pendingIds = uniqueIds.filter((id) => !lookup.final.has(id))
    if (pendingIds.length === 0) break
    await sleep(pause, undefined, { signal })
    await lookUpGroups(lookup, pendingIds)
  }
  const locations = ids.map((id) => groupLocation(lookup, id))
  const description = { what: 'the locations of groups', code: 'graphIncomplete' } as const
  return readToEnd(singlePage(locations), description, (items) => items)
}

async function lookUpGroups(lookup: Lookup, pendingIds: readonly string[]): Promise<void> {
  const { requests, scope, signal, found, final } = lookup
  // A group that was found is read again in scope `entra` only: there the criterion is a property of the group.
  const idsToRead = scope === 'entra' ? pendingIds : pendingIds.filter((id) => !found.has(id))
  const scopeOfRead = typeof scope === 'string' ? scope : 'all'
  for (const group of (await readGroups(requests, scopeOfRead, idsToRead, signal)).items)
    found.set(group.id, group)
  const idsNotFound = pendingIds.filter((id) => !found.has(id))
  for (const id of await findDeletedGroups(requests, idsNotFound, signal)) final.set(id, 'deleted')
  const foundGroups = pendingIds.flatMap((id) => found.get(id) ?? [])
  for (const id of await groupIdsInScope(lookup, foundGroups)) final.set(id, 'inScope')
}

async function groupIdsInScope(
  { requests, scope, signal }: Lookup,
  groups: readonly CloudGroup[],
): Promise<string[]> {
  const ids = groups.map(({ id }) => id)
  if (scope === 'all') return ids
  // A group that cannot be read is not known to have left the scope.
  const unreadable = groups.filter((group) => group.unreadable)
  const groupsInScope =
    scope === 'entra'
      ? groups.filter(isWritebackEnabled)
      : (await readGroups(requests, scope, ids, signal)).items
  return [...unreadable, ...groupsInScope].map(({ id }) => id)
}

function groupLocation({ found, final }: Lookup, id: string): GroupLocation {
  const group = found.get(normalizeId(id))
  if (group) return { id, status: final.get(normalizeId(id)) === 'inScope' ? 'inScope' : 'outOfScope', group }
  return { id, status: final.get(normalizeId(id)) === 'deleted' ? 'deleted' : 'missing' }
}

/** Graph accepts ids in upper and lower case, and returns them in lower case. */
const normalizeId = (id: string): string => id.toLowerCase()
