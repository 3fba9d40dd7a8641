/** Proves removals before they are planned: the listing is complete, and each leaver's loss of access is known. */
import type { Annotate } from '../../model/change.js'
import type { MemberReference } from '../../model/member.js'
import { needsProof, type DecidedDraft } from '../../planner/finishDraft.js'
import { judgeListing, type ListingJudgement } from '../../planner/judgeListing.js'
import type { ObserveContext } from './observation.js'

/** Compares listings with Graph's own count, only for groups that would lose members or were read as empty. */
export async function judgeListings(
  decided: readonly DecidedDraft[],
  { source, memory, now, signal }: ObserveContext,
): Promise<Map<string, ListingJudgement>> {
  const unproved = decided.filter((one) => needsProof(one, memory.groups[one.draft.id]))
  if (unproved.length === 0) return new Map()
  const counts = await source.countMembers(
    unproved.map(({ draft }) => draft.id),
    signal,
  )
  return new Map(
    unproved.flatMap(({ draft: { id, listing, ruleChanged = false, ruleDigest } }) => {
      if (!listing) return []
      const rule = { ruleChanged, ...(ruleDigest !== undefined && { ruleDigest }) }
      const input = { listing, count: counts.get(id), doubt: memory.doubts[id], ...rule, now }
      return [[id, judgeListing(input)]]
    }),
  )
}

export interface AnnotateContext extends Pick<ObserveContext, 'target' | 'readJoinedMembers' | 'signal'> {
  /** Missing for a command that does not read the cloud. */
  source?: ObserveContext['source']
}

export interface Leavers {
  annotateFor: (groupId: string) => Annotate
  /** Number of remaining members whose account is disabled. */
  disabledStaying: (groupId: string) => number
}

/**
 * Reads, for all leavers together, whose account is disabled and so loses no access, who was deleted in the cloud, and
 * whose membership is temporary.
 */
export async function describeLeavers(
  decided: readonly DecidedDraft[],
  { source, target, readJoinedMembers, signal }: AnnotateContext,
): Promise<Leavers> {
  const leaving = decided.map((one) => [one.draft.id, leaversOf(one)] as const)
  const groups = leaving.filter(([, members]) => members.length > 0)
  if (groups.length === 0) return { annotateFor: () => (member) => ({ ...member }), disabledStaying: () => 0 }
  const staying = new Map(decided.map((one) => [one.draft.id, stayersOf(one)]))
  const guids = groups.flatMap(([, members]) => members.flatMap(({ guid }) => guid ?? []))
  const [disabled, deleted, joined] = await Promise.all([
    target.readDisabledAccounts([...new Set([...guids, ...[...staying.values()].flat()])], signal),
    source?.readDeletedUsers(signal) ?? new Set<string>(),
    readJoinedMembers(new Set(groups.map(([id]) => id))),
  ])
  return {
    annotateFor: (groupId) => (member) => ({
      ...member,
      ...(disabled.has(member.guid) && { disabled: true as const }),
      ...(joined.get(groupId)?.has(member.guid) && { temporary: true as const }),
      ...(member.sid !== undefined && deleted.has(member.sid) && { cause: 'softDeleted' as const }),
    }),
    disabledStaying: (id) => (staying.get(id) ?? []).filter((guid) => disabled.has(guid)).length,
  }
}

function stayersOf({ draft: { memberGuids = [] }, leaving }: DecidedDraft): string[] {
  const leavers = new Set(leaving?.members.map(({ guid }) => guid))
  return leavers.size === 0 ? [] : memberGuids.filter((guid) => !leavers.has(guid))
}

const leaversOf = ({ draft: { deprovisioning, changes }, leaving }: DecidedDraft): MemberReference[] => [
  ...(leaving?.members ?? []),
  ...(deprovisioning && deprovisioning.policy !== 'keep' ? deprovisioning.group.members.items : []),
  ...changes.flatMap((change) => ('ends' in change && change.ends ? change.ends : [])),
]
