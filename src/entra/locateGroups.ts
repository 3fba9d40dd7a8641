/** Where groups stand that a listing did not have. */
import { setTimeout as sleep } from 'node:timers/promises'
import { readToEnd, type CompleteRead } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { GroupLocation } from '../model/location.js'
import { isWritebackEnabled } from '../model/scope.js'
import { deletedAmong } from './deletedItems.js'
import { readGroups, type ListedScope } from './groups.js'
import { onePage } from './graph/pages.js'
import type { Requests } from './graph/requests.js'

interface Looking {
  requests: Requests
  scope: ListedScope
  signal: AbortSignal | undefined
  /** Whatever was found by its id, in scope or not. */
  found: Map<string, CloudGroup>
  /** What needs no other look. */
  certain: Map<string, 'inScope' | 'deleted'>
}

/**
 * Entra's replicas, and the index behind its filters, lag behind each other: one look that finds nothing, or one no,
 * proves nothing (Graph: "designing for eventual consistency"). Only what was found in scope, or among the deleted
 * ones, is certain at once; anything else is looked for again, with pauses.
 *
 * | found by its id | meets the scope's criterion | among the deleted ones | place        |
 * |-----------------|-----------------------------|------------------------|--------------|
 * | once            | once                        |                        | `inScope`    |
 * | once            | never                       |                        | `outOfScope` |
 * | never           |                             | once                   | `deleted`    |
 * | never           |                             | never, or unknown      | `missing`    |
 */
export async function locateGroups(
  requests: Requests,
  scope: ListedScope,
  ids: readonly string[],
  pausesMs: readonly number[],
  signal?: AbortSignal,
): Promise<CompleteRead<GroupLocation>> {
  const looking: Looking = { requests, scope, signal, found: new Map(), certain: new Map() }
  const keys = [...new Set(ids.map(keyOf))]
  for (const pause of [0, ...pausesMs]) {
    const open = keys.filter((id) => !looking.certain.has(id))
    if (open.length === 0) break
    await sleep(pause, undefined, { signal })
    await look(looking, open)
  }
  const locations = ids.map((id) => locationOf(looking, id))
  const description = { what: 'where groups are', code: 'graphIncomplete' } as const
  return readToEnd(onePage(locations), description, (items) => items)
}

async function look(looking: Looking, open: readonly string[]): Promise<void> {
  const { requests, scope, signal, found, certain } = looking
  // Only scope `entra` has a criterion that comes with the group itself.
  const unknown = scope === 'entra' ? open : open.filter((id) => !found.has(id))
  const byId = typeof scope === 'string' ? scope : 'all'
  for (const group of (await readGroups(requests, byId, unknown, signal)).items) found.set(group.id, group)
  const nowhere = open.filter((id) => !found.has(id))
  for (const id of await deletedAmong(requests, nowhere, signal)) certain.set(id, 'deleted')
  const here = open.flatMap((id) => found.get(id) ?? [])
  for (const id of await inScope(looking, here)) certain.set(id, 'inScope')
}

async function inScope(
  { requests, scope, signal }: Looking,
  groups: readonly CloudGroup[],
): Promise<string[]> {
  const ids = groups.map(({ id }) => id)
  if (scope === 'all') return ids
  // What cannot be read has not left the scope.
  const unreadable = groups.filter((group) => group.unreadable)
  const meeting =
    scope === 'entra'
      ? groups.filter(isWritebackEnabled)
      : (await readGroups(requests, scope, ids, signal)).items
  return [...unreadable, ...meeting].map(({ id }) => id)
}

function locationOf({ found, certain }: Looking, id: string): GroupLocation {
  const group = found.get(keyOf(id))
  if (group) return { id, place: certain.get(keyOf(id)) === 'inScope' ? 'inScope' : 'outOfScope', group }
  return { id, place: certain.get(keyOf(id)) === 'deleted' ? 'deleted' : 'missing' }
}

/** Graph takes ids in any case. */
const keyOf = (id: string): string => id.toLowerCase()
