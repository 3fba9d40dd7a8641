/** Deprovisions objects whose cloud group is not written any more: determines the reason and applies the policy. */
import { proveDeleted, proveLeftScope, type ProvenAbsence } from '../../model/evidence.js'
import type { DirectoryGroup } from '../../model/group.js'
import type { GroupMemory } from '../../model/memory.js'
import type { GroupReason, SkippedGroup } from '../../model/reason.js'
import { endingDraft, protectEnding, type Draft } from '../../planner/draft.js'
import { missedSince } from '../../planner/missing.js'
import { isDeprovisioned } from '../../planner/policy.js'
import { lostOf, type ObserveContext } from './context.js'
import { nameOfObject } from './pairObjects.js'
import type { ScopeRead } from './readScope.js'

export interface Endings {
  drafts: Draft[]
  skipped: SkippedGroup[]
  /** Facts to remember about groups that have an object. */
  learned: Map<string, Pick<GroupMemory, 'missingSince' | 'missedAt' | 'absent'>>
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
export function endGroups(
  orphans: ReadonlyMap<string, DirectoryGroup>,
  read: ScopeRead,
  context: ObserveContext,
): Endings {
  const result: Endings = { drafts: [], skipped: [], learned: new Map() }
  for (const [id, group] of orphans) {
    if (read.placed.skipped.has(id)) continue // its reason is already reported
    const displayName = nameOfObject(group)
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
  { drafts, skipped, learned }: Endings,
): void {
  const { policy, limits, now } = context
  const since = missedSince(known, now)
  const at = now.toISOString()
  const proof: ProvenAbsence | undefined =
    locations &&
    (proveLeftScope(locations, id) ?? proveDeleted(locations, id, since, now, limits.missingForMs))
  if (!proof) {
    learned.set(id, { missingSince: since ?? at, missedAt: at })
    skipped.push({ id, displayName, reason: 'missingInCloud' })
    return
  }
  learned.set(id, { absent: proof.reason, missingSince: since, missedAt: since && at })
  if (isDeprovisioned(group, policy)) skipped.push({ id, displayName, reason: proof.reason })
  else {
    const draft = endingDraft({ group, policy, evidence: proof }, displayName, lostOf(context, id))
    const isAllowed = limits.privileged.some((pair) => pair.group === id)
    drafts.push(isAllowed ? draft : protectEnding(draft, group))
  }
}
