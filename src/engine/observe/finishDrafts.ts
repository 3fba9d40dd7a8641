/** Turns drafts into planned groups: looks up new members, proves removals, and adds the facts that an approver needs. */
import type { AdoptGroup } from '../../model/change.js'
import type { ProtectedPath } from '../../model/location.js'
import type { GroupDraft } from '../../planner/groupDraft.js'
import { finishDraft, decideDraft } from '../../planner/finishDraft.js'
import type { ListingJudgement } from '../../planner/judgeListing.js'
import { countBegunMemberships } from '../../planner/accessLosses.js'
import type { PlannedGroup } from '../../planner/plannedGroup.js'
import type { ObserveContext } from './observation.js'
import { lookUpMembers } from './lookUpMembers.js'
import type { Comparison } from './pairObjects.js'
import { describeLeavers, judgeListings } from './proveLeavers.js'

export interface FinishedDrafts {
  groups: PlannedGroup[]
  judgements: ReadonlyMap<string, ListingJudgement>
}

export async function finishDrafts(
  drafts: readonly GroupDraft[],
  comparison: Comparison,
  context: ObserveContext,
): Promise<FinishedDrafts> {
  const lookups = await lookUpMembers(comparison, drafts, context)
  const decided = drafts.map((draft) => decideDraft(draft, lookups))
  const judgements = await judgeListings(decided, context)
  const { annotateFor, disabledStaying } = await describeLeavers(decided, context)
  const groups = decided.map((one) => {
    const { id } = one.draft
    const judgement = judgements.get(id)
    const known = context.memory.groups[id]
    const withoutSidBefore = known && (known.withoutSid ?? 0)
    return finishDraft(one, {
      annotate: annotateFor(id),
      disabledStaying: disabledStaying(id),
      ...(judgement && { judgement }),
      ...(withoutSidBefore !== undefined && { withoutSidBefore }),
    })
  })
  return { groups, judgements }
}

/** Adds the paths to protected groups, only to groups in which members would get access. */
export async function findProtectedPaths(
  groups: readonly PlannedGroup[],
  { target, signal }: ObserveContext,
): Promise<PlannedGroup[]> {
  const guidOf = ({ changes }: PlannedGroup) =>
    changes.flatMap((change) =>
      countBegunMemberships(change) > 0 && 'guid' in change && change.guid !== undefined ? [change.guid] : [],
    )[0]
  const guids = groups.flatMap((group) => guidOf(group) ?? [])
  const paths =
    guids.length > 0 ? await target.findProtectedParents(guids, signal) : new Map<string, ProtectedPath[]>()
  return groups.map((group) => {
    const protectedPaths = paths.get(guidOf(group) ?? '')
    return protectedPaths ? { ...group, protectedPaths } : group
  })
}

/** Adds owner and creation time to adoptions, so that an approver knows whose object it is. */
export async function describeAdoptions(
  groups: readonly PlannedGroup[],
  { target, signal }: ObserveContext,
): Promise<PlannedGroup[]> {
  const adoptions = groups.flatMap(({ changes }) =>
    changes.flatMap((change): AdoptGroup[] => (change.type === 'adoptGroup' ? [change] : [])),
  )
  if (adoptions.length === 0) return [...groups]
  const origins = await target.readOrigins(
    adoptions.map(({ guid }) => guid),
    signal,
  )
  return groups.map((group) => ({
    ...group,
    changes: group.changes.map((change) =>
      change.type === 'adoptGroup' ? { ...change, ...origins.get(change.guid) } : change,
    ),
  }))
}
