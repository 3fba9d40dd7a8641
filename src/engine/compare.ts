/** Compares both sides page by page; only the differences stay in memory. */
import type { Problem } from '../errors.js'
import type { OnEvent } from '../model/event.js'
import type { DirectoryGroup, UnreadGroup } from '../model/group.js'
import type { SkippedGroup } from '../model/reason.js'
import { draftGroup, failedDraft, type Draft } from '../planner/draft.js'
import { collision, joinProblem } from '../planner/join.js'
import type { WrittenObject } from '../planner/members.js'
import type { Placed } from '../planner/place.js'
import { chunked } from '../model/chunked.js'
import type { Nesting } from './listing.js'
import { nameOf } from './orphans.js'
import type { GroupSource, GroupTarget } from './ports.js'

export interface Comparison {
  drafts: Map<string, Draft>
  /** Objects whose cloud group is not written (any more), by its id. */
  orphans: Map<string, DirectoryGroup>
  /** Every object that was read, by the id of its cloud group; two where somebody copied an anchor. */
  objects: Map<string, WrittenObject[]>
  skipped: SkippedGroup[]
  managed: { groups: number; members: number }
}

export interface CompareContext {
  source: GroupSource
  target: GroupTarget
  placed: Placed
  nesting: Nesting
  signal?: AbortSignal
  onEvent: OnEvent
}

/** How many new groups have their members read at a time, so that a first run stays flat in memory. */
const newGroupsAtATime = 200

export async function compare(
  which: 'all' | readonly string[],
  context: CompareContext,
): Promise<Comparison> {
  const comparison: Comparison = {
    drafts: new Map(),
    orphans: new Map(),
    objects: new Map(),
    skipped: [],
    managed: { groups: 0, members: 0 },
  }
  const perPage = async (page: ReadonlyArray<DirectoryGroup | UnreadGroup>) => {
    await comparePage(page, comparison, context)
    tell(comparison, context)
    return []
  }
  await context.target.readManagedGroups(which, perPage, context.signal)
  await compareNew(comparison, context)
  return comparison
}

/** How many of the groups in scope have been read, on both sides. */
function tell({ drafts }: Comparison, { placed: { desired }, onEvent }: CompareContext) {
  onEvent({
    type: 'progress',
    phase: 'reading',
    done: Math.min(drafts.size, desired.size),
    total: desired.size,
  })
}

async function comparePage(
  page: ReadonlyArray<DirectoryGroup | UnreadGroup>,
  comparison: Comparison,
  context: CompareContext,
) {
  const { source, placed, nesting, signal } = context
  const pairs = page.flatMap((group) => join(group, comparison, placed))
  const clouds = pairs.map(({ entry }) => entry.cloud)
  const reads = await source.readMembers(clouds, signal)
  await nesting.learn(reads.values())
  for (const { entry, group } of pairs) {
    const { id } = entry.cloud
    if (comparison.drafts.has(id)) continue // its twin came on the same page
    comparison.drafts.set(id, draftGroup(entry.desired, reads.get(id), group, nesting.scopeOf))
  }
}

/** Ties an object to its cloud group; what needs a person becomes an error of that group. */
function join(group: DirectoryGroup | UnreadGroup, comparison: Comparison, placed: Placed) {
  const { orphans, objects, managed } = comparison
  const [id] = group.groupIds
  const problem = joinProblem(group, objects.get(id)?.[0]?.dn)
  const { guid, sid, dn } = group
  for (const each of group.groupIds) objects.set(each, [...(objects.get(each) ?? []), { guid, sid, dn }])
  managed.groups++
  if ('error' in group) return leave(group, problem ?? group.error.problems[0], comparison, placed)
  managed.members += group.members.items.length
  if (problem) return leave(group, problem, comparison, placed)
  const entry = placed.desired.get(id)
  if (!entry) orphans.set(id, group)
  return entry ? [{ entry, group }] : []
}

function leave(
  group: DirectoryGroup | UnreadGroup,
  problem: Problem,
  comparison: Comparison,
  placed: Placed,
): [] {
  for (const id of group.groupIds) {
    const displayName = placed.desired.get(id)?.cloud.displayName ?? nameOf(group)
    comparison.orphans.delete(id)
    comparison.drafts.set(id, failedDraft(id, displayName, group.dn, problem))
  }
  return []
}

/** Groups in scope without an object: created, unless something stands where they would go. */
async function compareNew(comparison: Comparison, context: CompareContext) {
  const { source, placed, nesting, signal } = context
  const fresh = [...placed.desired.values()].filter(({ cloud }) => !comparison.objects.has(cloud.id))
  for (const some of chunked(fresh, newGroupsAtATime)) {
    const free = await withoutCollisions(some, comparison, context)
    const clouds = free.map(({ cloud }) => cloud)
    const reads = await source.readMembers(clouds, signal)
    await nesting.learn(reads.values())
    for (const { cloud, desired } of free) {
      comparison.drafts.set(cloud.id, draftGroup(desired, reads.get(cloud.id), undefined, nesting.scopeOf))
    }
    tell(comparison, context)
  }
}

type Entry = NonNullable<ReturnType<Placed['desired']['get']>>

async function withoutCollisions(
  entries: Entry[],
  comparison: Comparison,
  context: CompareContext,
): Promise<Entry[]> {
  const wanted = entries.map(({ cloud, desired }) => ({ ...desired, onPremisesSid: cloud.onPremisesSid }))
  const candidates = await context.target.findAdoptionCandidates(wanted, context.signal)
  const inTheWay = new Map(candidates.map((candidate) => [candidate.groupId, candidate]))
  return entries.filter(({ cloud: { id, displayName } }) => {
    const candidate = inTheWay.get(id)
    if (!candidate) return true
    if (candidate.match === 'sid') comparison.skipped.push({ id, displayName, reason: 'convertedFromAd' })
    else comparison.drafts.set(id, failedDraft(id, displayName, candidate.dn, collision(candidate)))
    return false
  })
}
