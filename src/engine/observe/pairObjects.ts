/** Joins AD's objects with their cloud groups and compares them, page by page; only the differences stay in memory. */
import type { Problem } from '../../errors.js'
import type { DirectoryGroup, UnreadDirectoryGroup } from '../../model/group.js'
import { keepAdoptedForm } from '../../planner/desiredGroup.js'
import { adoptionDraft, draftGroup, failedDraft, type GroupDraft } from '../../planner/groupDraft.js'
import { duplicateAnchorProblem, protectedObjectProblem } from '../../planner/joinProblems.js'
import {
  joinProblem,
  anchorRelation,
  type RememberedObjects,
  type AnchorRelation,
} from '../../planner/join.js'
import type { WrittenObjectIds } from '../../planner/memberLookups.js'
import type { SelectedGroups } from '../../planner/selectAndTransform.js'
import { membershipRuleDigest, hasRuleChanged } from '../../planner/dynamicRule.js'
import { recentLossesOf, type ObserveContext } from './observation.js'
import { addToManagedBase, emptyManagedBase, type ManagedBase } from './managedBase.js'
import type { NestedScopeReader } from './nestedScope.js'
import type { MemberReader } from './readCloudMembers.js'

/** All maps are by group id. */
export interface Comparison {
  drafts: Map<string, GroupDraft>
  /** Objects whose cloud group is not in scope or not written any more. */
  orphans: Map<string, DirectoryGroup>
  /** The objects of each group; two if somebody copied an anchor and the state knows neither object. */
  objects: Map<string, WrittenObjectIds[]>
  /** Objects with the anchor of a group whose object, another one, is known to the state. */
  copies: Map<string, Array<DirectoryGroup | UnreadDirectoryGroup>>
  /** Objects (GUIDs) that an earlier run created without a response. */
  recognized: Map<string, string>
  managed: ManagedBase
}

export interface PairContext extends ObserveContext {
  selection: SelectedGroups
  nesting: NestedScopeReader
  reader: MemberReader
  known: RememberedObjects
}

export async function pairObjects(context: PairContext): Promise<Comparison> {
  const { target, readIds, signal } = context
  const comparison: Comparison = {
    drafts: new Map(),
    orphans: new Map(),
    objects: new Map(),
    copies: new Map(),
    recognized: new Map(),
    managed: emptyManagedBase(),
  }
  const perPage = async (page: ReadonlyArray<DirectoryGroup | UnreadDirectoryGroup>) => {
    const pairs = page.flatMap((group) => joinObject(group, comparison, context))
    await comparePairs(pairs, comparison, context)
    reportProgress(comparison, context)
    return []
  }
  await target.readManagedGroups(readIds ?? 'all', perPage, signal)
  return comparison
}

/** Reports how many of the groups in scope have been read on both sides. */
export function reportProgress(
  { drafts }: Comparison,
  { selection: { desired }, onEvent }: PairContext,
): void {
  const done = Math.min(drafts.size, desired.size)
  onEvent({ type: 'progress', phase: 'reading', done, total: desired.size })
}

export interface Pair extends NonNullable<ReturnType<SelectedGroups['desired']['get']>> {
  group: DirectoryGroup
  tie: AnchorRelation
}

export async function comparePairs(
  pairs: readonly Pair[],
  comparison: Comparison,
  context: PairContext,
): Promise<void> {
  const reads = await context.reader.read(pairs.map(({ cloud }) => cloud))
  await context.nesting.readNestedGroups(reads.values())
  for (const pair of pairs) {
    const { id } = pair.cloud
    // An object with the same anchor was on the same page.
    if (!comparison.drafts.has(id)) comparison.drafts.set(id, draftPair(pair, reads.get(id), context))
  }
}

function draftPair(
  { cloud, desired, group, tie }: Pair,
  members: Parameters<typeof draftGroup>[0]['members'],
  context: PairContext,
): GroupDraft {
  const { memory, intent, limits, nesting } = context
  const { id, displayName } = cloud
  // Only the GUID is known of an object that an interrupted run created.
  const known = memory.groups[id] ?? (tie === 'known' ? { guid: group.guid } : undefined)
  const isAllowed = limits.privileged.some((pair) => pair.group === id)
  const protection = isAllowed ? undefined : group.protection
  if (protection && tie !== 'known')
    return failedDraft(id, displayName, group.dn, protectedObjectProblem(group.dn, protection))
  const isAsFound = tie !== 'known' || known?.adopted === true
  const ruleDigest = membershipRuleDigest(cloud)
  const ruleChanged = hasRuleChanged(cloud, known)
  const draft = draftGroup({
    desired: isAsFound ? keepAdoptedForm(desired, group, intent.selected[id] ?? {}) : desired,
    members,
    current: group,
    nestedScope: nesting.scopeOf,
    recentLosses: recentLossesOf(context, id),
    accessSubtrees: limits.accessSubtrees,
    ruleChanged,
  })
  return {
    ...(tie === 'known' ? draft : adoptionDraft(draft, group)),
    ...(ruleDigest !== undefined && { ruleDigest }),
    ...(ruleChanged && { ruleChanged }),
    ...(protection && { protection }),
  }
}

/**
 * Joins one object with its cloud group. Returns no pair if there is nothing to compare: the object is a copy or an orphan,
 * or a person has to decide, which is an error of that group.
 */
function joinObject(group: AnyGroup, comparison: Comparison, context: PairContext): Pair[] {
  const { orphans, objects, managed, copies, drafts, recognized } = comparison
  const { selection, memory, known } = context
  addToManagedBase(managed, group, known)
  // A copied anchor must not fail the group whose own object is known.
  const own = group.groupIds.filter((id) => anchorRelation(group, memory, id) !== 'copy')
  for (const id of group.groupIds) if (!own.includes(id)) append(copies, id, group)
  const [id] = own
  if (id === undefined) return []
  const duplicate = objects.get(id)?.[0]
  const { guid, sid, dn } = group
  for (const each of own) append(objects, each, { guid, sid, dn })
  if (memory.groups[id]?.guid !== guid && anchorRelation(group, memory, id) === 'known')
    recognized.set(id, guid)
  const refused = selection.refused.get(id)
  const problem =
    joinProblem(group, known) ?? (duplicate && duplicateAnchorProblem(duplicate.dn, dn)) ?? refused?.problem
  if (problem || 'error' in group) {
    failPair(group, own, problem ?? readProblem(group), comparison, selection)
    return []
  }
  const entry = selection.desired.get(id)
  if (!entry && !drafts.has(id)) orphans.set(id, group)
  return entry ? [{ ...entry, group, tie: anchorRelation(group, memory, id) }] : []
}

type AnyGroup = DirectoryGroup | UnreadDirectoryGroup

const readProblem = (group: AnyGroup): Problem =>
  'error' in group
    ? group.error.problems[0]
    : { code: 'directoryIncomplete', message: `The members of ${group.dn} could not be read.` }

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  map.set(key, [...(map.get(key) ?? []), value])
}

function failPair(
  group: AnyGroup,
  ids: readonly string[],
  problem: Problem,
  { orphans, drafts }: Comparison,
  { desired, refused }: SelectedGroups,
): void {
  for (const id of ids) {
    const cloud = desired.get(id)?.cloud ?? refused.get(id)?.cloud
    orphans.delete(id)
    drafts.set(id, failedDraft(id, cloud?.displayName ?? objectDisplayName(group), group.dn, problem))
  }
}

export const objectDisplayName = (group: Pick<DirectoryGroup, 'attributes' | 'dn'>): string =>
  group.attributes['displayName']?.[0] ?? group.attributes['cn']?.[0] ?? group.dn
