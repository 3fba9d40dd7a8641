/** Handles written objects that AD does not list, of groups that are not written any more. */
import { proveDeleted, proveLeftScope, type ProvenAbsence } from '../../model/evidence.js'
import { nameOf } from '../../model/dn.js'
import type { ObjectLocation } from '../../model/location.js'
import type { SkippedGroup } from '../../model/reason.js'
import { failedDraft, type Draft } from '../../planner/draft.js'
import { objectNotReplicated } from '../../planner/join.js'
import { missedSince } from '../../planner/missing.js'
import type { ObserveContext } from './context.js'
import type { Comparison } from './pairObjects.js'
import { isPlaced, type ScopeRead } from './readScope.js'

export interface UnlistedObjects {
  drafts: Draft[]
  skipped: SkippedGroup[]
  /** Ids of groups whose object is gone. */
  gone: string[]
}

/**
 * | the object                                                  | the group                                       |
 * |-------------------------------------------------------------|-------------------------------------------------|
 * | is gone                                                     | not looked up any more, unless it comes back    |
 * | exists outside the container or without its anchor          | object kept: somebody moved it or took it over  |
 * | exists on another domain controller, or cannot be located   | `objectNotReplicated`                           |
 */
export async function settleUnlisted(
  comparison: Comparison,
  scope: ScopeRead,
  context: ObserveContext,
): Promise<UnlistedObjects> {
  const result: UnlistedObjects = { drafts: [], skipped: [], gone: [] }
  const ended = endedGroups(comparison, scope, context)
  if (ended.length === 0) return result
  const written = ended.map(({ guid, controller }) => ({ guid, ...(controller && { controller }) }))
  const locations = await context.target.locateObjects(written, context.signal)
  for (const one of ended) settleEnded(one, locations.get(one.guid), result)
  return result
}

interface EndedGroup {
  id: string
  guid: string
  controller?: string
  proof: ProvenAbsence
}

function endedGroups(
  { drafts, objects, orphans }: Comparison,
  { placed, locations }: ScopeRead,
  { memory, policy, now, limits }: ObserveContext,
): EndedGroup[] {
  if (!locations || policy === 'keep') return []
  return Object.entries(memory.groups).flatMap(([id, known]) => {
    const isListed = isPlaced(placed, id) || [drafts, objects, orphans].some((some) => some.has(id))
    if (isListed || known.gone) return []
    const proof =
      proveLeftScope(locations, id) ??
      proveDeleted(locations, id, missedSince(known, now), now, limits.missingForMs)
    return proof ? [{ id, ...known, proof }] : []
  })
}

function settleEnded(
  { id, proof }: EndedGroup,
  location: ObjectLocation | undefined,
  { drafts, skipped, gone }: UnlistedObjects,
): void {
  if (location?.place === 'gone') gone.push(id)
  else if (location?.place === 'here')
    skipped.push({ id, displayName: nameOf(location.dn) ?? id, reason: proof.reason })
  else drafts.push(failedDraft(id, id, '', objectNotReplicated(location?.controller ?? '')))
}
