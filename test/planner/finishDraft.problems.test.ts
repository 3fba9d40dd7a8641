/** The facts and problems of a finished group, beside its changes. */
import { expect } from 'chai'
import type { Protection } from '../../src/model/group.js'
import type { ListingJudgement } from '../../src/planner/judgeListing.js'
import { desired, memberInAd, makePlannedGroup, cloudUser } from './fixture.js'
import { ann, bob, cy, doubt, draft, finish, proof, since, types } from './finishDraftFixture.js'

describe('a finished group that AD protects', () => {
  const protection: Protection = 'adminCount'

  it('has removals only, and fails as protectedObject', async () => {
    const made = finish(await draft([ann, bob], true, { protection }), { judgement: await proof() })
    expect(types(made)).to.deep.equal(['removeMembers'])
    expect(made).to.deep.include({ protection, waiting: [], status: 'failed' })
    expect(made.error?.code).to.equal('protectedObject')
  })

  it('has waiting removals if the listing is not proven', async () => {
    const made = finish(await draft([ann, bob], true, { protection }), { judgement: doubt('countDiffers') })
    expect(made.changes).to.deep.equal([])
    expect(made.waiting.map(({ change }) => change?.type)).to.deep.equal(['removeMembers'])
    const noneLeaving = finish(await draft([ann, bob, cy], true, { protection }), {
      judgement: doubt('ruleChanged'),
    })
    expect(noneLeaving.waiting).to.deep.equal([])
  })
})

describe('a finished group', () => {
  it('has the facts that the guard needs', async () => {
    const made = finish(
      await draft([bob, cloudUser('x')], true, {
        lostRecently: 3,
        membersWithRecentlyLost: 5,
        ordered: true,
        recreated: true,
        ruleDigest: 'd',
        fingerprint: 'f',
      }),
    )
    expect({ ...made, changes: [] }).to.deep.equal({
      ...makePlannedGroup('a', 2),
      ...{
        displayName: 'Sales',
        dn: desired.dn,
        lostRecently: 3,
        membersWithRecentlyLost: 5,
        ordered: true,
        recreated: true,
      },
      ...{ withoutSid: 1, ruleDigest: 'd', fingerprint: 'f' },
      skippedMembers: [{ id: 'x', displayName: 'X', reason: 'cloudOnly' }],
    })
  })

  it('is neither ordered nor recreated by default', async () => {
    expect(finish(await draft([ann], false))).to.deep.include({ ordered: false, recreated: false })
  })

  it('has a finding beside its changes', async () => {
    const primaryMembers = [memberInAd('p', 'S-p')]
    const nonBlockingProblem = { code: 'primaryGroupMember', message: 'x' } as const
    const base = await draft([ann, bob, cy], true, { nonBlockingProblem })
    const made = finish({
      ...base,
      ...(base.delta && { delta: { ...base.delta, primaryLeavers: primaryMembers } }),
    })
    expect(types(made)).to.deep.equal(['updateGroup', 'addMembers'])
    expect(made).to.deep.include({
      error: nonBlockingProblem,
      status: 'failed',
      primaryLeavers: primaryMembers,
    })
  })

  const overdue: Array<[counted: number | undefined, text: string]> = [
    [2, 'counts 2'],
    [undefined, 'returns no count'],
  ]
  for (const [counted, text] of overdue) {
    it(`fails as countDiffers if it is unproven for more than a day and Graph ${text}`, async () => {
      const judgement = { ...doubt('countDiffers'), overdue: true, counted } as ListingJudgement
      const made = finish(await draft([ann, bob], true), { judgement })
      expect(types(made), 'additions are planned').to.deep.equal(['updateGroup', 'addMembers'])
      expect(made.error?.code).to.equal('countDiffers')
      expect(made.error?.message).to.equal(
        `The members of this group could not be proven since ${since}: Graph lists 1 members and ${text}, and no two listings were equal.`,
      )
    })
  }

  const vanished: Array<
    [before: number | undefined, now: number | undefined, leaving: number, count: number]
  > = [
    [0, 1, 1, 1],
    [0, 3, 2, 2],
    [0, 1, 2, 1],
    [1, 1, 2, 0],
    [3, 1, 2, 0],
    [0, 5, 0, 0],
    [undefined, 5, 2, 0],
    [0, undefined, 2, 0],
  ]
  for (const [before, now, leaving, count] of vanished) {
    it(`has ${count} identifiersVanished if ${leaving} leave and users without a SID change from ${before ?? '?'} to ${now ?? '?'}`, async () => {
      const made = await draft([bob, cy].slice(leaving), true)
      const { identifiersVanished } = finish(
        { ...made, withoutSid: now },
        { judgement: await proof(), ...(before !== undefined && { withoutSidBefore: before }) },
      )
      expect(identifiersVanished).to.equal(count)
    })
  }
})
