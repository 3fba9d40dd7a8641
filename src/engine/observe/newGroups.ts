/** Groups in scope for which AD showed no object: created, restored, or left for a reason. */
import { chunked } from '../../util/chunked.js'
import type { Change } from '../../model/change.js'
import { nameOf, parentOf } from '../../model/dn.js'
import type { DesiredGroup } from '../../model/group.js'
import type { ObjectLocation } from '../../model/location.js'
import type { SkippedGroup } from '../../model/reason.js'
import { draftGroup, failedDraft, type Draft } from '../../planner/draft.js'
import { digestOfRule } from '../../planner/dynamicRule.js'
import { collision, objectNotReplicated, objectStrayed } from '../../planner/join.js'
import type { Placed } from '../../planner/place.js'
import { lostOf } from './context.js'
import { comparePairs, reportProgress, type Comparison, type PairContext } from './pairObjects.js'

type Entry = NonNullable<ReturnType<Placed['desired']['get']>>

/** How many new groups have their members read at a time, so that a first run stays flat in memory. */
const newGroupsAtATime = 200

export async function draftNewGroups(comparison: Comparison, context: PairContext): Promise<SkippedGroup[]> {
  const { placed } = context
  const skipped: SkippedGroup[] = []
  const fresh = [...placed.desired.values()].filter(
    ({ cloud: { id } }) => !comparison.objects.has(id) && !comparison.drafts.has(id),
  )
  for (const some of chunked(fresh, newGroupsAtATime)) {
    const located = await locateWritten(some, context)
    const known = some.filter(({ cloud: { id } }) => located.has(id))
    const unknown = some.filter(({ cloud: { id } }) => !located.has(id))
    const free = await withoutCollisions(unknown, comparison, skipped, context)
    const lost = await settleLost(known, located, comparison, context)
    await draftObjects([...free.map((entry) => ({ entry })), ...lost], comparison, context)
    reportProgress(comparison, context)
  }
  for (const [id, { cloud, problem }] of placed.refused)
    if (!comparison.drafts.has(id))
      comparison.drafts.set(id, failedDraft(id, cloud.displayName, context.container, problem))
  return skipped
}

/** Objects that were written before are looked for everywhere before anything is made in their place. */
async function locateWritten(
  entries: readonly Entry[],
  { target, memory, signal }: PairContext,
): Promise<Map<string, ObjectLocation>> {
  const written = entries.flatMap(({ cloud: { id } }) => {
    const known = memory.groups[id]
    return known ? [{ id, guid: known.guid, controller: known.controller }] : []
  })
  if (written.length === 0) return new Map()
  const objects = written.map(({ guid, controller }) => ({ guid, ...(controller && { controller }) }))
  const places = await target.locateObjects(objects, signal)
  return new Map(
    written.map(({ id, guid, controller = '' }) => [
      id,
      places.get(guid) ?? { guid, place: 'unknown', controller },
    ]),
  )
}

interface Fresh {
  entry: Entry
  /** The object was there and is gone. */
  gone?: Extract<ObjectLocation, { place: 'gone' }>
}

/**
 * | the object that was written            | the group                                              |
 * |----------------------------------------|--------------------------------------------------------|
 * | is here, without its anchor            | `anchorRemoved`                                        |
 * | is here, outside the container         | `anchorElsewhere`                                      |
 * | is on another controller               | `objectNotReplicated`: never a second object           |
 * | cannot be asked for                    | `objectNotReplicated`                                  |
 * | is gone, a stranger carries its anchor | that one is taken over, on approval                    |
 * | is gone                                | restored where it can be, or created again on approval |
 */
async function settleLost(
  entries: readonly Entry[],
  located: ReadonlyMap<string, ObjectLocation>,
  comparison: Comparison,
  context: PairContext,
): Promise<Fresh[]> {
  const fail = (
    { cloud: { id, displayName } }: Entry,
    dn: string,
    problem: Parameters<typeof failedDraft>[3],
  ) => void comparison.drafts.set(id, failedDraft(id, displayName, dn, problem))
  const gone: Fresh[] = []
  for (const entry of entries) {
    const { id } = entry.cloud
    const location = located.get(id)
    const copy = comparison.copies.get(id)?.find(({ guid }) => !context.known.has(guid))
    if (location?.place === 'here') fail(entry, location.dn, objectStrayed(location.dn, context.container))
    else if (location?.place !== 'gone')
      fail(entry, entry.desired.dn, objectNotReplicated(location?.controller ?? ''))
    else if (copy && 'members' in copy) {
      const { guid, sid, dn } = copy
      comparison.objects.set(id, [{ guid, sid, dn }])
      comparison.copies.delete(id)
      await comparePairs([{ ...entry, group: copy, tie: 'unknown' }], comparison, context)
    } else gone.push({ entry, gone: location })
  }
  return gone
}

async function draftObjects(fresh: readonly Fresh[], comparison: Comparison, context: PairContext) {
  const { reader, nesting, memory, limits, ordered } = context
  const reads = await reader.read(fresh.map(({ entry }) => entry.cloud))
  await nesting.learn(reads.values())
  for (const {
    entry: { cloud, desired },
    gone,
  } of fresh) {
    const known = memory.groups[cloud.id]
    const isRestorable = gone?.deletedDn !== undefined && !known?.restoreRefused
    const draft = draftGroup({
      desired: isRestorable && known?.adopted ? keepFormerName(desired, gone.formerDn) : desired,
      members: reads.get(cloud.id),
      nested: nesting.scopeOf,
      lost: lostOf(context, cloud.id),
      accessSubtrees: limits.accessSubtrees,
      ruleChanged: false,
    })
    // A restored object goes on with the rule that its memory has, so that another one is noticed.
    const ruleDigest = isRestorable ? undefined : digestOfRule(cloud)
    comparison.drafts.set(cloud.id, {
      ...(isRestorable ? restoringDraft(draft, gone) : gone ? replacingDraft(draft, gone.guid) : draft),
      ...(gone && !isRestorable && { recreated: true as const }),
      ...(ordered && { ordered: true as const }),
      ...(ruleDigest !== undefined && { ruleDigest }),
    })
  }
}

const replacingDraft = (draft: Draft, replaces: string): Draft => ({
  ...draft,
  changes: draft.changes.map((change) => (change.type === 'createGroup' ? { ...change, replaces } : change)),
})

const keptByDeletion: ReadonlySet<string> = new Set(['sAMAccountName', 'groupType'])

/** An object that was taken over comes back where and as it was. */
function keepFormerName(desired: DesiredGroup, formerDn: string | undefined): DesiredGroup {
  const [name, container] = [nameOf(formerDn ?? ''), parentOf(formerDn ?? '')]
  return formerDn === undefined || name === undefined || container === undefined
    ? desired
    : { ...desired, name, container, dn: formerDn }
}

/**
 * A deleted object keeps its GUID, its SID, its account name and its kind (MS-ADTS 3.1.1.5.5.1.1), and loses nearly
 * everything else. The next run, which sees it, compares the kind.
 */
function restoringDraft(draft: Draft, { guid, deletedDn = '' }: NonNullable<Fresh['gone']>): Draft {
  const changes = draft.changes.flatMap((change): Change[] => {
    if (change.type !== 'createGroup') return [change]
    const { dn, attributes } = change
    const lost = Object.entries(attributes).filter(([name]) => !keptByDeletion.has(name))
    return [
      { type: 'restoreGroup', guid, dn, from: deletedDn },
      { type: 'updateGroup', guid, dn, attributes: lost.map(([name, to]) => ({ name, from: [], to })) },
    ]
  })
  return { ...draft, object: { guid, sid: '', dn: draft.dn }, changes }
}

async function withoutCollisions(
  entries: readonly Entry[],
  comparison: Comparison,
  skipped: SkippedGroup[],
  { target, signal }: PairContext,
): Promise<Entry[]> {
  const wanted = entries.map(({ cloud, desired }) => ({ ...desired, onPremisesSid: cloud.onPremisesSid }))
  const candidates = wanted.length > 0 ? await target.findAdoptionCandidates(wanted, signal) : []
  const inTheWay = new Map(candidates.map((candidate) => [candidate.groupId, candidate]))
  return entries.filter(({ cloud: { id, displayName } }) => {
    const candidate = inTheWay.get(id)
    if (!candidate) return true
    if (candidate.match === 'sid') skipped.push({ id, displayName, reason: 'convertedFromAd' })
    else comparison.drafts.set(id, failedDraft(id, displayName, candidate.dn, collision(candidate)))
    return false
  })
}
