/** Handles written objects that AD does not list, of groups that are not written any more. */
import { proveDeleted, proveLeftScope, type ProvenAbsence } from '../../model/evidence.js'
import { rdnValue } from '../../model/dn.js'
import type { ObjectLocation } from '../../model/location.js'
import type { SkippedGroup } from '../../model/reason.js'
import { failedDraft, type GroupDraft } from '../../planner/groupDraft.js'
import { notReplicatedProblem } from '../../planner/joinProblems.js'
import { continuouslyMissingSince } from '../../planner/missingGroups.js'
import type { ObserveContext } from './observation.js'
import type { Comparison } from './pairObjects.js'
import { hasScopeDecision, type ScopeRead } from './readScope.js'

export interface DeprovisionedUnlisted {
  drafts: GroupDraft[]
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
export async function deprovisionUnlisted(
  comparison: Comparison,
  scope: ScopeRead,
  context: ObserveContext,
): Promise<DeprovisionedUnlisted> {
  const result: DeprovisionedUnlisted = { drafts: [], skipped: [], gone: [] }
  const ended = endedGroups(comparison, scope, context)
  if (ended.length === 0) return result
  const written = ended.map(({ guid, controller }) => ({ guid, ...(controller && { controller }) }))
  const locations = await context.target.locateObjects(written, context.signal)
  for (const one of ended) deprovisionOne(one, locations.get(one.guid), result)
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
  { selection, locations }: ScopeRead,
  { memory, policy, now, limits }: ObserveContext,
): EndedGroup[] {
  if (!locations || policy === 'keep') return []
  return Object.entries(memory.groups).flatMap(([id, known]) => {
    const isListed =
      hasScopeDecision(selection, id) || [drafts, objects, orphans].some((some) => some.has(id))
    if (isListed || known.gone) return []
    const proof =
      proveLeftScope(locations, id) ??
      proveDeleted(locations, id, continuouslyMissingSince(known, now), now, limits.missingForMs)
    return proof ? [{ id, ...known, proof }] : []
  })
}

function deprovisionOne(
  { id, proof }: EndedGroup,
  location: ObjectLocation | undefined,
  { drafts, skipped, gone }: DeprovisionedUnlisted,
): void {
  if (location?.status === 'gone') gone.push(id)
  else if (location?.status === 'here')
    skipped.push({ id, displayName: rdnValue(location.dn) ?? id, reason: proof.reason })
  else drafts.push(failedDraft(id, id, '', notReplicatedProblem(location?.controller ?? '')))
}
