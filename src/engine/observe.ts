/** Everything the planner needs to know, read from both sides. */
import type { OnEvent } from '../model/event.js'
import type { SkippedGroup } from '../model/reason.js'
import type { Deprovision } from '../model/settings.js'
import { finish, type Draft } from '../planner/draft.js'
import type { PlannedGroup } from '../planner/guard.js'
import type { Lookups, WrittenObject } from '../planner/members.js'
import { place, type PlaceContext } from '../planner/place.js'
import { compare, type Comparison } from './compare.js'
import { nestingOf, readListing } from './listing.js'
import { placeOrphans } from './orphans.js'
import type { GroupSource, GroupTarget } from './ports.js'

export interface ObserveRequest extends Omit<PlaceContext, 'facts'> {
  /** Ids of the only groups to look at. */
  only?: readonly string[]
  policy: Deprovision
  signal?: AbortSignal
  onEvent: OnEvent
}

export interface Observation {
  groups: PlannedGroup[]
  skippedGroups: SkippedGroup[]
  /** What is in AD now. */
  managed: { groups: number; members: number }
  sourceEmpty: boolean
}

export async function observe(
  source: GroupSource,
  target: GroupTarget,
  request: ObserveRequest,
): Promise<Observation> {
  const { only, signal, onEvent } = request
  const context: PlaceContext = { ...request, facts: await target.facts(signal) }
  const listing = await readListing(source, context, only, signal)
  const placed = place(listing.items, context)
  const isPlaced = (id: string) => placed.desired.has(id) || placed.skipped.has(id)
  const nesting = nestingOf(source, context, placed, only !== undefined, signal)
  const comparison = await compare(only ?? 'all', { source, target, placed, nesting, signal, onEvent })
  const orphans = await placeOrphans(comparison.orphans, { ...request, source, placed })
  const drafts = [...comparison.drafts.values(), ...orphans.drafts]
  const lookups = await lookUp(target, comparison, drafts, request)
  return {
    groups: drafts.map((draft) => finish(draft, lookups)),
    skippedGroups: [
      ...placed.skipped.values(),
      ...comparison.skipped,
      ...orphans.skipped,
      ...(await notFound(source, request, (id) => isPlaced(id) || comparison.objects.has(id))),
    ],
    managed: comparison.managed,
    sourceEmpty: only === undefined && listing.items.length === 0,
  }
}

/**
 * Finds the objects of all members that are new, many in one request. A run over everything has read every nested
 * group already; a run over a few groups asks for them.
 */
async function lookUp(
  target: GroupTarget,
  { drafts: known, objects }: Comparison,
  drafts: readonly Draft[],
  { only, signal }: ObserveRequest,
): Promise<Lookups> {
  const sids = new Set(drafts.flatMap(({ delta }) => delta?.bySid.map(({ sid }) => sid) ?? []))
  const nested = new Set(drafts.flatMap(({ delta }) => delta?.byAnchor.map(({ member }) => member.id) ?? []))
  const written = new Map<string, WrittenObject[]>(objects)
  const elsewhere = only ? [...nested].filter((id) => !objects.has(id)) : []
  for (const { groupId, ...object } of await target.findWritten(elsewhere, signal)) {
    written.set(groupId, [...(written.get(groupId) ?? []), object])
  }
  const created = new Set<string>()
  const undecided = new Set<string>()
  for (const { id, object, error } of known.values()) if (!object) (error ? undecided : created).add(id)
  return { bySid: await target.resolveMembers([...sids], signal), written, created, undecided }
}

/** Groups somebody named that have no object: not in the cloud either, or not in scope. */
async function notFound(
  source: GroupSource,
  { only, scope, intent, signal }: ObserveRequest,
  known: (id: string) => boolean,
): Promise<SkippedGroup[]> {
  const named = only ?? (scope === 'selected' ? Object.keys(intent.selected) : [])
  const nowhere = named.filter((id) => !known(id))
  const found = new Map((await source.confirm(nowhere, signal)).items.map((group) => [group.id, group]))
  return nowhere.map((id) => {
    const group = found.get(id)
    return { id, displayName: group?.displayName ?? id, reason: group ? 'notInScope' : 'notFound' }
  })
}
