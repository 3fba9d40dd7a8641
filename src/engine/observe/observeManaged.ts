/** Observes AD alone, for `disableWriteback`: a person's order takes the place of the cloud. */
import { orderByPerson } from '../../model/evidence.js'
import type { DirectoryGroup, UnreadGroup } from '../../model/group.js'
import type { SkippedGroup } from '../../model/reason.js'
import type { Deprovision } from '../../model/settings.js'
import { adoptingDraft, endingDraft, failedDraft, type Draft } from '../../planner/draft.js'
import { finishDraft, settleDraft } from '../../planner/finish.js'
import {
  anchorDuplicate,
  joinProblem,
  knownObjects,
  protectedObject,
  tieOf,
  type KnownObjects,
} from '../../planner/join.js'
import { noLookups } from '../../planner/memberLookups.js'
import { isDeprovisioned } from '../../planner/policy.js'
import { checkMembersReadable } from './checkMembersReadable.js'
import { lostOf, type Observation, type ObserveContext } from './context.js'
import { countGroup, emptyBase, managedBase } from './managedBase.js'
import { nameOfObject } from './pairObjects.js'
import { describeLeavers } from './proveLeavers.js'

type OrderContext = Pick<
  ObserveContext,
  'target' | 'readIds' | 'memory' | 'recent' | 'readJoined' | 'signal'
> & {
  objects: Deprovision
}

export async function observeManaged(context: OrderContext): Promise<Observation> {
  const { target, readIds, memory, recent, signal } = context
  const drafts = new Map<string, Draft>()
  const skippedGroups: SkippedGroup[] = []
  const managed = emptyBase()
  const known = knownObjects(memory)
  const seen = new Set<string>()
  const perPage = async (page: ReadonlyArray<DirectoryGroup | UnreadGroup>) => {
    for (const group of page) {
      countGroup(managed, group, known)
      for (const each of group.groupIds) seen.add(each)
      const [id] = group.groupIds
      const ordered = orderFor(group, drafts.get(id)?.dn, { ...context, known })
      if (typeof ordered !== 'string') drafts.set(id, ordered)
      else skippedGroups.push({ id, displayName: nameOfObject(group), reason: ordered })
    }
    return []
  }
  await target.readManagedGroups(readIds ?? 'all', perPage, signal)
  // A group without an object can be disabled as well.
  const others = readIds?.filter((id) => !seen.has(id)) ?? []
  skippedGroups.push(...others.map((id) => ({ id, displayName: id, reason: 'disabled' as const })))
  const checked = await checkMembersReadable([...drafts.values()], context)
  const base = await managedBase({ managed, drafts, orphans: new Map() }, context)
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

async function finishOrders(drafts: readonly Draft[], context: OrderContext) {
  const settled = drafts.map((draft) => settleDraft(draft, noLookups))
  const { annotateFor } = await describeLeavers(settled, context)
  return settled.map((one) => finishDraft(one, { annotate: annotateFor(one.draft.id) }))
}

/**
 * Returns the draft for one object, or the reason why the object is kept. An object that the state does not know is kept
 * if the whole container is disabled; if a person named its group, it is adopted first, which needs an approval that
 * names the object.
 */
function orderFor(
  group: DirectoryGroup | UnreadGroup,
  duplicateDn: string | undefined,
  context: OrderContext & { known: KnownObjects },
): Draft | 'disabled' | 'unknownHere' {
  const { memory, objects, readIds, known } = context
  const [id] = group.groupIds
  const tie = tieOf(group, memory, id)
  const name = nameOfObject(group)
  if (objects === 'keep') return 'disabled'
  if (tie === 'copy' || (tie === 'unknown' && readIds === undefined)) return 'unknownHere'
  const problem =
    joinProblem(group, known) ??
    (duplicateDn === undefined ? undefined : anchorDuplicate(duplicateDn, group.dn)) ??
    (group.protection && protectedObject(group.dn, group.protection))
  if ('error' in group) return failedDraft(id, name, group.dn, problem ?? group.error.problems[0])
  if (problem) return failedDraft(id, name, group.dn, problem)
  if (isDeprovisioned(group, objects)) return 'disabled'
  const evidence = orderByPerson('disable')
  const draft = endingDraft({ group, policy: objects, evidence }, name, lostOf(context, id))
  return tie === 'known' ? draft : adoptingDraft(draft, group)
}
