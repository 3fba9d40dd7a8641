/** Drafts groups in scope for which AD listed no object: created, restored, or skipped with a reason. */
import { splitIntoChunks } from '../../util/splitIntoChunks.js'
import type { Change } from '../../model/change.js'
import { rdnValue, parentDn } from '../../model/dn.js'
import type { DesiredGroup } from '../../model/group.js'
import type { ObjectLocation } from '../../model/location.js'
import type { SkippedGroup } from '../../model/reason.js'
import { draftGroup, failedDraft, type GroupDraft } from '../../planner/groupDraft.js'
import { membershipRuleDigest } from '../../planner/dynamicRule.js'
import { creationConflictProblem } from '../../planner/nameCollision.js'
import { notReplicatedProblem, unlistedObjectProblem } from '../../planner/joinProblems.js'
import type { SelectedGroups } from '../../planner/selectAndTransform.js'
import { recentLossesOf } from './observation.js'
import { comparePairs, reportProgress, type Comparison, type PairContext } from './pairObjects.js'

type ScopedGroup = NonNullable<ReturnType<SelectedGroups['desired']['get']>>

/** New groups whose members are read together: bounds the memory of a first run. */
const newGroupsAtATime = 200

export async function draftNewGroups(comparison: Comparison, context: PairContext): Promise<SkippedGroup[]> {
  const { selection } = context
  const skipped: SkippedGroup[] = []
  const unlisted = [...selection.desired.values()].filter(
    ({ cloud: { id } }) => !comparison.objects.has(id) && !comparison.drafts.has(id),
  )
  for (const some of splitIntoChunks(unlisted, newGroupsAtATime)) {
    const located = await locateWritten(some, context)
    const writtenBefore = some.filter(({ cloud: { id } }) => located.has(id))
    const neverWritten = some.filter(({ cloud: { id } }) => !located.has(id))
    const free = await withoutCollisions(neverWritten, comparison, skipped, context)
    const gone = await draftUnlisted(writtenBefore, located, comparison, context)
    await draftObjects([...free.map((entry) => ({ entry })), ...gone], comparison, context)
    reportProgress(comparison, context)
  }
  for (const [id, { cloud, problem }] of selection.refused)
    if (!comparison.drafts.has(id))
      comparison.drafts.set(id, failedDraft(id, cloud.displayName, context.container, problem))
  return skipped
}

/** Locates objects that an earlier run wrote, on every domain controller, before another object replaces them. */
async function locateWritten(
  entries: readonly ScopedGroup[],
  { target, memory, signal }: PairContext,
): Promise<Map<string, ObjectLocation>> {
  const written = entries.flatMap(({ cloud: { id } }) => {
    const known = memory.groups[id]
    return known ? [{ id, guid: known.guid, controller: known.controller }] : []
  })
  if (written.length === 0) return new Map()
  const objects = written.map(({ guid, controller }) => ({ guid, ...(controller && { controller }) }))
  const locations = await target.locateObjects(objects, signal)
  return new Map(
    written.map(({ id, guid, controller = '' }) => [
      id,
      locations.get(guid) ?? { guid, status: 'unknown', controller },
    ]),
  )
}

interface NewObject {
  entry: ScopedGroup
  /** The group had an object, which is gone. */
  gone?: Extract<ObjectLocation, { status: 'gone' }>
}

/**
 * Drafts groups whose object AD does not list. Returns those whose object is gone.
 *
 * | the object that was written                      | the group                                           |
 * |--------------------------------------------------|-----------------------------------------------------|
 * | exists without its anchor                        | `anchorRemoved`                                     |
 * | exists outside the container                     | `anchorElsewhere`                                   |
 * | exists on another domain controller              | `objectNotReplicated`: never a second object        |
 * | cannot be located                                | `objectNotReplicated`                               |
 * | is gone; an unknown object carries its anchor    | that object is adopted, on approval                 |
 * | is gone                                          | restored if possible, else created again on approval |
 */
async function draftUnlisted(
  entries: readonly ScopedGroup[],
  located: ReadonlyMap<string, ObjectLocation>,
  comparison: Comparison,
  context: PairContext,
): Promise<NewObject[]> {
  const fail = (
    { cloud: { id, displayName } }: ScopedGroup,
    dn: string,
    problem: Parameters<typeof failedDraft>[3],
  ) => void comparison.drafts.set(id, failedDraft(id, displayName, dn, problem))
  const gone: NewObject[] = []
  for (const entry of entries) {
    const { id } = entry.cloud
    const location = located.get(id)
    const copy = comparison.copies.get(id)?.find(({ guid }) => !context.known.has(guid))
    if (location?.status === 'here')
      fail(entry, location.dn, unlistedObjectProblem(location.dn, context.container))
    else if (location?.status !== 'gone')
      fail(entry, entry.desired.dn, notReplicatedProblem(location?.controller ?? ''))
    else if (copy && 'members' in copy) {
      const { guid, sid, dn } = copy
      comparison.objects.set(id, [{ guid, sid, dn }])
      comparison.copies.delete(id)
      await comparePairs([{ ...entry, group: copy, tie: 'unknown' }], comparison, context)
    } else gone.push({ entry, gone: location })
  }
  return gone
}

async function draftObjects(objects: readonly NewObject[], comparison: Comparison, context: PairContext) {
  const { reader, nesting, memory, limits, ordered } = context
  const reads = await reader.read(objects.map(({ entry }) => entry.cloud))
  await nesting.readNestedGroups(reads.values())
  for (const {
    entry: { cloud, desired },
    gone,
  } of objects) {
    const known = memory.groups[cloud.id]
    const isRestorable = gone?.deletedDn !== undefined && !known?.restoreRefused
    const draft = draftGroup({
      desired: isRestorable && known?.adopted ? keepFormerName(desired, gone.formerDn) : desired,
      members: reads.get(cloud.id),
      nestedScope: nesting.scopeOf,
      recentLosses: recentLossesOf(context, cloud.id),
      accessSubtrees: limits.accessSubtrees,
      ruleChanged: false,
    })
    // A restored object keeps the rule digest in its memory, so that a later run detects a changed rule.
    const ruleDigest = isRestorable ? undefined : membershipRuleDigest(cloud)
    comparison.drafts.set(cloud.id, {
      ...(isRestorable ? restoringDraft(draft, gone) : gone ? replacingDraft(draft, gone.guid) : draft),
      ...(gone && !isRestorable && { recreated: true as const }),
      ...(ordered && { ordered: true as const }),
      ...(ruleDigest !== undefined && { ruleDigest }),
    })
  }
}

const replacingDraft = (draft: GroupDraft, replaces: string): GroupDraft => ({
  ...draft,
  changes: draft.changes.map((change) => (change.type === 'createGroup' ? { ...change, replaces } : change)),
})

const keptByDeletion: ReadonlySet<string> = new Set(['sAMAccountName', 'groupType'])

/** An adopted object is restored with its former name and container. */
function keepFormerName(desired: DesiredGroup, formerDn: string | undefined): DesiredGroup {
  const [name, container] = [rdnValue(formerDn ?? ''), parentDn(formerDn ?? '')]
  return formerDn === undefined || name === undefined || container === undefined
    ? desired
    : { ...desired, name, container, dn: formerDn }
}

/**
 * A deleted object keeps its GUID, SID, account name and group type (MS-ADTS 3.1.1.5.5.1.1), and loses nearly all other
 * attributes, which are written again. The group type is compared by the next run, which lists the object.
 */
function restoringDraft(
  draft: GroupDraft,
  { guid, deletedDn = '' }: NonNullable<NewObject['gone']>,
): GroupDraft {
  const changes = draft.changes.flatMap((change): Change[] => {
    if (change.type !== 'createGroup') return [change]
    const { dn, attributes } = change
    const lost = Object.entries(attributes).filter(([name]) => !keptByDeletion.has(name))
    return [
      { type: 'restoreGroup', guid, dn, from: deletedDn },
      { type: 'updateGroup', guid, dn, attributes: lost.map(([name, to]) => ({ name, from: [], to })) },
    ]
  })
  return { ...draft, writtenObject: { guid, sid: '', dn: draft.dn }, changes }
}

/** Returns the groups that no existing object collides with; skips or fails the others. */
async function withoutCollisions(
  entries: readonly ScopedGroup[],
  comparison: Comparison,
  skipped: SkippedGroup[],
  { target, signal }: PairContext,
): Promise<ScopedGroup[]> {
  const wanted = entries.map(({ cloud, desired }) => ({ ...desired, onPremisesSid: cloud.onPremisesSid }))
  const candidates = wanted.length > 0 ? await target.findAdoptionCandidates(wanted, signal) : []
  const colliding = new Map(candidates.map((candidate) => [candidate.groupId, candidate]))
  return entries.filter(({ cloud: { id, displayName } }) => {
    const candidate = colliding.get(id)
    if (!candidate) return true
    if (candidate.match === 'sid') skipped.push({ id, displayName, reason: 'convertedFromAd' })
    else
      comparison.drafts.set(
        id,
        failedDraft(id, displayName, candidate.dn, creationConflictProblem(candidate)),
      )
    return false
  })
}
