/** Deprovisions objects whose cloud group is not written any more: determines the reason and applies the policy. */
import { proveDeleted, proveLeftScope, type ProvenAbsence } from '../../model/evidence.js'
import type { DirectoryGroup } from '../../model/group.js'
import type { GroupMemory } from '../../model/memory.js'
import type { GroupReason, SkippedGroup } from '../../model/reason.js'
import { deprovisioningDraft, preventDeletion, type GroupDraft } from '../../planner/groupDraft.js'
import { continuouslyMissingSince } from '../../planner/missingGroups.js'
import { isDeprovisioned } from '../../planner/deprovision.js'
import { recentLossesOf, type ObserveContext } from './observation.js'
import { objectDisplayName } from './pairObjects.js'
import type { ScopeRead } from './readScope.js'

export interface DeprovisionedOrphans {
  drafts: GroupDraft[]
  skipped: SkippedGroup[]
  /** Facts to remember about groups that have an object. */
  absences: Map<string, Pick<GroupMemory, 'missingSince' | 'missedAt' | 'absent'>>
}

/**
 * | the group                                              | its object                          |
 * |--------------------------------------------------------|-------------------------------------|
 * | is in scope, but of a kind that is not written         | kept                                |
 * | is disabled by name                                    | kept                                |
 * | has an object that the state does not know             | kept: `unknownHere`                 |
 * | is not selected, scope `selected`                      | kept: `unknownHere`                 |
 * | is found by its id, and refused by the scope's filter  | by policy: `leftScope`              |
 * | is among the deleted, or an earlier run missed it too  | by policy: `deletedInCloud`         |
 * | is missing on this run                                 | kept until a later run: `missingInCloud` |
 */
export function deprovisionOrphans(
  orphans: ReadonlyMap<string, DirectoryGroup>,
  read: ScopeRead,
  context: ObserveContext,
): DeprovisionedOrphans {
  const result: DeprovisionedOrphans = { drafts: [], skipped: [], absences: new Map() }
  for (const [id, group] of orphans) {
    if (read.selection.skipped.has(id)) continue // its reason is already reported
    const displayName = objectDisplayName(group)
    const skip = (reason: GroupReason) => void result.skipped.push({ id, displayName, reason })
    const known = context.memory.groups[id]
    if (context.intent.disabled.includes(id)) skip('disabled')
    else if (!known || isUnselected(id, context)) skip('unknownHere')
    else if (known.absent && context.policy === 'keep') skip(known.absent)
    else endGroup({ id, group, displayName, known }, read, context, result)
  }
  return result
}

/** An older or lost state does not know every selected group, so a missing selection does not prove that it was removed. */
const isUnselected = (id: string, { scope, intent }: ObserveContext): boolean =>
  scope === 'selected' && !(id in intent.selected)

interface Orphan {
  id: string
  group: DirectoryGroup
  displayName: string
  known: GroupMemory
}

function endGroup(
  { id, group, displayName, known }: Orphan,
  { locations }: ScopeRead,
  context: ObserveContext,
  { drafts, skipped, absences }: DeprovisionedOrphans,
): void {
  const { policy, limits, now } = context
  const since = continuouslyMissingSince(known, now)
  const at = now.toISOString()
  const proof: ProvenAbsence | undefined =
    locations &&
    (proveLeftScope(locations, id) ?? proveDeleted(locations, id, since, now, limits.missingForMs))
  if (!proof) {
    absences.set(id, { missingSince: since ?? at, missedAt: at })
    skipped.push({ id, displayName, reason: 'missingInCloud' })
    return
  }
  absences.set(id, { absent: proof.reason, missingSince: since, missedAt: since && at })
  if (isDeprovisioned(group, policy)) skipped.push({ id, displayName, reason: proof.reason })
  else {
    const draft = deprovisioningDraft(
      { group, policy, evidence: proof },
      displayName,
      recentLossesOf(context, id),
    )
    const isAllowed = limits.privileged.some((pair) => pair.group === id)
    drafts.push(isAllowed ? draft : preventDeletion(draft, group))
  }
}
