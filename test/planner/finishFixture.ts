/** Drafts of a group that has Bob and Cy as members in AD; Ann may join. */
import type { Annotate } from '../../src/model/change.js'
import { listingOf, proveByCount } from '../../src/model/evidence.js'
import type { CloudMember, ResolvedMember } from '../../src/model/member.js'
import type { WaitingReason } from '../../src/model/plan.js'
import { draftGroup, type Draft } from '../../src/planner/draft.js'
import { finishDraft, settleDraft, type FinishContext } from '../../src/planner/finish.js'
import type { Judgement } from '../../src/planner/judgeListing.js'
import { noLookups, type Lookups } from '../../src/planner/memberLookups.js'
import { complete } from '../memory/cloud.js'
import { desired, inAd, inDirectory, recentLosses, user } from './fixture.js'

export const ann = user('ann', 'S-ann')
export const bob = user('bob', 'S-bob')
export const cy = user('cy', 'S-cy')
const object: ResolvedMember = {
  ...inAd('ann'),
  sid: 'S-ann',
  kind: 'user',
  system: false,
  domainLocal: false,
}
export const lookups: Lookups = {
  ...noLookups,
  bySid: new Map([['S-ann', object]]),
}
const annotate: Annotate = (member) => ({ ...member, ...(member.guid === 'cy' && { disabled: true }) })
export const leaver = { ...inAd('cy', 'S-cy'), disabled: true }
export const joiner = { id: 'ann', displayName: 'ANN', guid: 'ann', sid: 'S-ann', dn: 'CN=ann' }
export const since = '2026-01-02T12:00:00.000Z'

export async function draft(
  members: CloudMember[],
  isThere: boolean,
  more: Partial<Draft> = {},
): Promise<Draft> {
  const current = isThere ? await inDirectory() : undefined
  const made = draftGroup({
    desired: { ...desired, attributes: { ...desired.attributes, displayName: ['New'] } },
    members: await complete(members),
    nested: () => 'out',
    lost: recentLosses([]),
    accessSubtrees: [],
    ruleChanged: more.ruleChanged ?? false,
    ...(current && { current }),
  })
  return { ...made, ...more }
}

export const proof = async (): Promise<Judgement> => {
  const proven = proveByCount(listingOf(await complete([])), 0)
  if (!proven) throw new Error('no proof')
  return { proof: proven }
}
export const doubt = (reason: WaitingReason, more: Partial<Judgement> = {}): Judgement => ({
  ...{ reason, overdue: false, listed: 1, counted: 2 },
  doubt: { digest: 'd', at: since, since },
  ...more,
})
export const finish = (made: Draft, context: Partial<FinishContext> = {}) =>
  finishDraft(settleDraft(made, lookups), { annotate, ...context })
export const types = ({ changes }: { changes: ReadonlyArray<{ type: string }> }) =>
  changes.map(({ type }) => type)
