/** Observes AD alone, for `disableWriteback`: a person's order takes the place of the cloud. */
import { orderByPerson } from '../../model/evidence.js'
import type { DirectoryGroup, UnreadDirectoryGroup } from '../../model/group.js'
import type { SkippedGroup } from '../../model/reason.js'
import type { Deprovision } from '../../model/settings.js'
import { adoptionDraft, deprovisioningDraft, failedDraft, type GroupDraft } from '../../planner/groupDraft.js'
import { finishDraft, decideDraft } from '../../planner/finishDraft.js'
import { duplicateAnchorProblem, protectedObjectProblem } from '../../planner/joinProblems.js'
import { joinProblem, rememberedObjects, anchorRelation, type RememberedObjects } from '../../planner/join.js'
import { noMemberLookups } from '../../planner/memberLookups.js'
import { isDeprovisioned } from '../../planner/deprovision.js'
import { checkMembersReadable } from './checkMembersReadable.js'
import { recentLossesOf, type Observation, type ObserveContext } from './observation.js'
import { addToManagedBase, emptyManagedBase, readManagedBase } from './managedBase.js'
import { objectDisplayName } from './pairObjects.js'
import { describeLeavers } from './proveLeavers.js'

type OrderContext = Pick<
  ObserveContext,
  'target' | 'readIds' | 'memory' | 'recent' | 'readJoinedMembers' | 'signal'
> & {
  objects: Deprovision
}

export async function observeManaged(context: OrderContext): Promise<Observation> {
  const { target, readIds, memory, recent, signal } = context
  const drafts = new Map<string, GroupDraft>()
  const skippedGroups: SkippedGroup[] = []
  const managed = emptyManagedBase()
  const known = rememberedObjects(memory)
  const seen = new Set<string>()
  const perPage = async (page: ReadonlyArray<DirectoryGroup | UnreadDirectoryGroup>) => {
    for (const group of page) {
      addToManagedBase(managed, group, known)
      for (const each of group.groupIds) seen.add(each)
      const [id] = group.groupIds
      const ordered = orderFor(group, drafts.get(id)?.dn, { ...context, known })
      if (typeof ordered !== 'string') drafts.set(id, ordered)
      else skippedGroups.push({ id, displayName: objectDisplayName(group), reason: ordered })
    }
    return []
  }
  await target.readManagedGroups(readIds ?? 'all', perPage, signal)
  // A group without an object can be disabled as well.
  const others = readIds?.filter((id) => !seen.has(id)) ?? []
  skippedGroups.push(...others.map((id) => ({ id, displayName: id, reason: 'disabled' as const })))
  const checked = await checkMembersReadable([...drafts.values()], context)
  const base = await readManagedBase({ managed, drafts, orphans: new Map() }, context)
  return {
    groups: await finishOrders(checked, context),
    skippedGroups,
    managed: base,
    sourceEmpty: false,
    recent,
    memory,
    notices: [],
  }
}

async function finishOrders(drafts: readonly GroupDraft[], context: OrderContext) {
  const decided = drafts.map((draft) => decideDraft(draft, noMemberLookups))
  const { annotateFor } = await describeLeavers(decided, context)
  return decided.map((one) => finishDraft(one, { annotate: annotateFor(one.draft.id) }))
}

/**
 * Returns the draft for one object, or the reason why the object is kept. An object that the state does not know is kept
 * if the whole container is disabled; if a person named its group, it is adopted first, which needs an approval that
 * names the object.
 */
function orderFor(
  group: DirectoryGroup | UnreadDirectoryGroup,
  duplicateDn: string | undefined,
  context: OrderContext & { known: RememberedObjects },
): GroupDraft | 'disabled' | 'unknownHere' {
  const { memory, objects, readIds, known } = context
  const [id] = group.groupIds
  const tie = anchorRelation(group, memory, id)
  const name = objectDisplayName(group)
  if (objects === 'keep') return 'disabled'
  if (tie === 'copy' || (tie === 'unknown' && readIds === undefined)) return 'unknownHere'
  const problem =
    joinProblem(group, known) ??
    (duplicateDn === undefined ? undefined : duplicateAnchorProblem(duplicateDn, group.dn)) ??
    (group.protection && protectedObjectProblem(group.dn, group.protection))
  if ('error' in group) return failedDraft(id, name, group.dn, problem ?? group.error.problems[0])
  if (problem) return failedDraft(id, name, group.dn, problem)
  if (isDeprovisioned(group, objects)) return 'disabled'
  const evidence = orderByPerson('disable')
  const draft = deprovisioningDraft({ group, policy: objects, evidence }, name, recentLossesOf(context, id))
  return tie === 'known' ? draft : adoptionDraft(draft, group)
}
