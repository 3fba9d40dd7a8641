/** Drafts of a group that has Bob and Cy as members in AD; Ann may join. */
import type { Annotate } from '../../src/model/change.js'
import { summarizeListing, proveByCount } from '../../src/model/evidence.js'
import type { CloudMember, ResolvedMember } from '../../src/model/member.js'
import type { WaitingReason } from '../../src/model/plan.js'
import { draftGroup, type GroupDraft } from '../../src/planner/groupDraft.js'
import { finishDraft, decideDraft, type FinishContext } from '../../src/planner/finishDraft.js'
import type { ListingJudgement } from '../../src/planner/judgeListing.js'
import { noMemberLookups, type MemberLookups } from '../../src/planner/memberLookups.js'
import { completeReadOf } from '../memory/cloud.js'
import { desired, memberInAd, groupInAd, recentLosses, cloudUser } from './fixture.js'

export const ann = cloudUser('ann', 'S-ann')
export const bob = cloudUser('bob', 'S-bob')
export const cy = cloudUser('cy', 'S-cy')
const object: ResolvedMember = {
  ...memberInAd('ann'),
  sid: 'S-ann',
  kind: 'user',
  system: false,
  domainLocal: false,
}
export const lookups: MemberLookups = {
  ...noMemberLookups,
  bySid: new Map([['S-ann', object]]),
}
const annotate: Annotate = (member) => ({ ...member, ...(member.guid === 'cy' && { disabled: true }) })
export const leaver = { ...memberInAd('cy', 'S-cy'), disabled: true }
export const joiner = { id: 'ann', displayName: 'ANN', guid: 'ann', sid: 'S-ann', dn: 'CN=ann' }
export const since = '2026-01-02T12:00:00.000Z'

export async function draft(
  members: CloudMember[],
  isThere: boolean,
  more: Partial<GroupDraft> = {},
): Promise<GroupDraft> {
  const current = isThere ? await groupInAd() : undefined
  const made = draftGroup({
    desired: { ...desired, attributes: { ...desired.attributes, displayName: ['New'] } },
    members: await completeReadOf(members),
    nestedScope: () => 'out',
    recentLosses: recentLosses([]),
    accessSubtrees: [],
    ruleChanged: more.ruleChanged ?? false,
    ...(current && { current }),
  })
  return { ...made, ...more }
}

export const proof = async (): Promise<ListingJudgement> => {
  const proven = proveByCount(summarizeListing(await completeReadOf([])), 0)
  if (!proven) throw new Error('no proof')
  return { proof: proven }
}
export const doubt = (reason: WaitingReason, more: Partial<ListingJudgement> = {}): ListingJudgement => ({
  ...{ reason, overdue: false, listed: 1, counted: 2 },
  doubt: { digest: 'd', at: since, since },
  ...more,
})
export const finish = (made: GroupDraft, context: Partial<FinishContext> = {}) =>
  finishDraft(decideDraft(made, lookups), { annotate, ...context })
export const types = ({ changes }: { changes: ReadonlyArray<{ type: string }> }) =>
  changes.map(({ type }) => type)
