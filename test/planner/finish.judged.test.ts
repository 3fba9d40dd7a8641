/** What a finished group says beside its changes. */
import { expect } from 'chai'
import type { Protection } from '../../src/model/group.js'
import type { Judgement } from '../../src/planner/judgeListing.js'
import { desired, inAd, planned, user } from './fixture.js'
import { ann, bob, cy, doubt, draft, finish, proof, since, types } from './finishFixture.js'

describe('a group that AD protects', () => {
  const protection: Protection = 'adminCount'

  it('loses who left and gets nothing else, with the reason', async () => {
    const made = finish(await draft([ann, bob], true, { protection }), { judgement: await proof() })
    expect(types(made)).to.deep.equal(['removeMembers'])
    expect(made).to.deep.include({ protection, waiting: [], status: 'failed' })
    expect(made.error?.code).to.equal('protectedObject')
  })

  it('keeps who left while the listing is in doubt', async () => {
    const made = finish(await draft([ann, bob], true, { protection }), { judgement: doubt('countDiffers') })
    expect(made.changes).to.deep.equal([])
    expect(made.waiting.map(({ change }) => change?.type)).to.deep.equal(['removeMembers'])
    const nobody = finish(await draft([ann, bob, cy], true, { protection }), {
      judgement: doubt('ruleChanged'),
    })
    expect(nobody.waiting).to.deep.equal([])
  })
})

describe('what is told of a finished group', () => {
  it('is what a guard has to know', async () => {
    const made = finish(
      await draft([bob, user('x')], true, {
        lostRecently: 3,
        membersEarlier: 5,
        ordered: true,
        recreated: true,
        ruleDigest: 'd',
        fingerprint: 'f',
      }),
    )
    expect({ ...made, changes: [] }).to.deep.equal({
      ...planned('a', 2),
      ...{
        displayName: 'Sales',
        dn: desired.dn,
        lostRecently: 3,
        membersEarlier: 5,
        ordered: true,
        recreated: true,
      },
      ...{ withoutSid: 1, ruleDigest: 'd', fingerprint: 'f' },
      skippedMembers: [{ id: 'x', displayName: 'X', reason: 'cloudOnly' }],
    })
  })

  it('is that nobody ordered it and that it is new, unless the draft says otherwise', async () => {
    expect(finish(await draft([ann], false))).to.deep.include({ ordered: false, recreated: false })
  })

  it('is a finding beside its changes', async () => {
    const primaryMembers = [inAd('p', 'S-p')]
    const finding = { code: 'primaryGroupMember', message: 'x' } as const
    const base = await draft([ann, bob, cy], true, { finding })
    const made = finish({
      ...base,
      ...(base.delta && { delta: { ...base.delta, primaryLeavers: primaryMembers } }),
    })
    expect(types(made)).to.deep.equal(['updateGroup', 'addMembers'])
    expect(made).to.deep.include({ error: finding, status: 'failed', primaryLeavers: primaryMembers })
  })

  const overdue: Array<[counted: number | undefined, words: string]> = [
    [2, 'lists 1 members of this group and counts 2, and no two'],
    [undefined, 'lists 1 members of this group and gives no count of them, and no two'],
  ]
  for (const [counted, words] of overdue) {
    it(`is that only a person can settle the doubt, counted as ${counted ?? 'nothing'}`, async () => {
      const judgement = { ...doubt('countDiffers'), overdue: true, counted } as Judgement
      const made = finish(await draft([ann, bob], true), { judgement })
      expect(types(made), 'additions go on').to.deep.equal(['updateGroup', 'addMembers'])
      expect(made.error?.code).to.equal('countDiffers')
      expect(made.error?.message).to.include(`Since ${since} Graph ${words}`)
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
    it(`is that ${count} may have lost their SID: ${leaving} leave, ${before ?? '?'} were without one and ${now ?? '?'} are`, async () => {
      const made = await draft([bob, cy].slice(leaving), true)
      const { identifiersVanished } = finish(
        { ...made, withoutSid: now },
        { judgement: await proof(), ...(before !== undefined && { withoutSidBefore: before }) },
      )
      expect(identifiersVanished).to.equal(count)
    })
  }
})
