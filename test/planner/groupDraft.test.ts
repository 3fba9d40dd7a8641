import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { summarizeListing, orderByPerson } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import { adoptionDraft, countLostMembers, deprovisioningDraft } from '../../src/planner/groupDraft.js'
import { draftGroup, failedDraft, type GroupDraftInput } from '../../src/planner/groupDraft.js'
import { completeReadOf } from '../memory/cloud.js'
import { desired, memberInAd, groupInAd, recentLosses, cloudUser } from './fixture.js'

const bob = cloudUser('bob', 'S-bob')
const cy = cloudUser('cy', 'S-cy')
const noLosses = recentLosses([])

const draftOf = (
  members: GroupDraftInput['members'],
  current?: DirectoryGroup,
  more: Partial<GroupDraftInput> = {},
) =>
  draftGroup({
    desired,
    members,
    nestedScope: () => 'out',
    recentLosses: noLosses,
    accessSubtrees: [],
    ruleChanged: false,
    ...(current && { current }),
    ...more,
  })
const draft = async (members: CloudMember[], current?: DirectoryGroup, more?: Partial<GroupDraftInput>) =>
  draftOf(await completeReadOf(members), current, more)

describe('a draft', () => {
  it('of a new group has its creation and no object', async () => {
    const made = await draft([bob])
    expect(made.changes.map(({ type }) => type)).to.deep.equal(['createGroup'])
    expect(made).to.deep.include({ id: 'a', displayName: 'Sales', dn: desired.dn, membersBefore: 0 })
    expect(made).to.not.have.any.keys('writtenObject', 'error', 'nonBlockingProblem', 'listing')
    expect(made.delta?.bySid.map(({ id }) => id)).to.deep.equal(['bob'])
  })

  it('of an existing group has its changes and the number of its members in AD', async () => {
    const current = await groupInAd({ dn: 'CN=Old,OU=Groups,DC=x', attributes: { cn: ['Old'] } })
    const made = await draft([bob], current)
    expect(made.changes.map(({ type }) => type)).to.deep.equal(['renameGroup', 'updateGroup'])
    expect(made).to.deep.include({
      dn: desired.dn,
      membersBefore: 2,
      writtenObject: { guid: 'g', sid: 'S-g', dn: 'CN=Old,OU=Groups,DC=x' },
    })
    expect(made.delta?.surplus?.members.map(({ guid }) => guid)).to.deep.equal(['cy'])
  })

  it('of a group whose members could not be read has an error and no changes', async () => {
    const current = await groupInAd({ dn: 'CN=Old,OU=Groups,DC=x' })
    const failure = new WritebackError('graphUnavailable', 'Graph does not respond.')
    for (const [read, code] of [
      [failure, 'graphUnavailable'],
      [undefined, 'graphIncomplete'],
    ] as const) {
      const made = draftOf(read, current, { recentLosses: recentLosses([{ guid: 'gone' }]) })
      expect(made.error?.code).to.equal(code)
      expect(made).to.deep.include({ changes: [], membersBefore: 2, lostRecently: 1, dn: current.dn })
      expect(made).to.not.have.any.keys('delta', 'listing')
    }
  })

  it('of a failed group has its error and no changes', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    expect(failedDraft('a', 'Sales', 'CN=a', error)).to.deep.include({
      id: 'a',
      dn: 'CN=a',
      changes: [],
      error,
    })
  })

  it('includes the skipped values', async () => {
    const skippedValues = [{ attribute: 'mail', value: 'x', reason: 'tooLong' }] as const
    expect((await draft([], undefined, { desired: { ...desired, skippedValues } })).skippedValues).to.equal(
      skippedValues,
    )
  })

  it('counts users without a SID, guests included, groups not', async () => {
    const group: CloudMember = { ...cloudUser('group'), kind: 'group' }
    const made = await draft([cloudUser('x'), cloudUser('y', undefined, { guest: true }), bob, group])
    expect(made.withoutSid).to.equal(2)
  })

  it('of a group that leaves an access subtree has the members who lose access', async () => {
    const current = await groupInAd({ dn: 'CN=Sales,OU=Shares,DC=x' })
    const made = await draft([bob, cy], current, { accessSubtrees: ['OU=Shares,DC=x'] })
    const [move] = made.changes
    expect(move?.type === 'moveGroup' && move.ends?.map(({ guid }) => guid)).to.deep.equal(['bob', 'cy'])
  })
})

describe('the listing of a draft', () => {
  const cases: Array<[what: string, members: CloudMember[], ruleChanged: boolean, kept: boolean]> = [
    ['no member leaves', [bob, cy], false, false],
    ['a member joins', [bob, cy, cloudUser('ann', 'S-ann')], false, false],
    ['a member leaves', [bob], false, true],
    ['it is empty', [], false, true],
    ['its rule changed', [bob, cy], true, true],
  ]
  for (const [what, members, ruleChanged, kept] of cases) {
    it(`is ${kept ? 'kept' : 'not kept'} if ${what}`, async () => {
      const made = await draft(members, await groupInAd(), { ruleChanged })
      expect(made.listing).to.deep.equal(kept ? summarizeListing(await completeReadOf(members)) : undefined)
    })
  }

  it('is kept if no member of a new group was listed', async () => {
    expect((await draft([])).listing?.size).to.equal(0)
  })
})

describe('the members of a draft', () => {
  const inside = (count: number) =>
    Array.from({ length: count }, (_, number) => memberInAd(`m${number}`, `S-m${number}`))
  const staying = (members: ReturnType<typeof inside>, leaving: number) =>
    members.slice(leaving).map(({ guid, sid }) => cloudUser(guid, sid))

  for (const [count, leaving, kept] of [
    [10, 2, false],
    [10, 3, true],
    [1000, 3, true],
    [1001, 3, false],
  ] as const) {
    it(`are ${kept ? 'kept' : 'not kept'} if ${leaving} of ${count} leave`, async () => {
      const members = inside(count)
      const made = await draft(staying(members, leaving), await groupInAd({}, members))
      expect(made.memberGuids).to.deep.equal(kept ? members.map(({ guid }) => guid) : undefined)
    })
  }
})

describe('a draft of a group with members by primary group', () => {
  const primary = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'].map((guid) => memberInAd(guid, `S-${guid}`))

  it('reports those who left the cloud group, and plans all other changes', async () => {
    const current = await groupInAd({ primaryMembers: primary.slice(0, 2) })
    const made = await draft([bob, cloudUser('p1', 'S-p1')], current)
    expect(made.nonBlockingProblem).to.deep.equal({
      code: 'primaryGroupMember',
      message:
        '1 of the members in AD are not members in Entra ID, but have this group as their primary group: CN=p2. AD cannot remove a member from its primary group.',
      hint: 'Set another primary group for them (primaryGroupID), then run again.',
    })
    expect(made.delta?.surplus?.members.map(({ guid }) => guid)).to.deep.equal(['cy'])
    expect(made).to.not.have.property('error')
  })

  it('lists at most five of them', async () => {
    const made = await draft([bob, cy], await groupInAd({ primaryMembers: primary }))
    expect(made.nonBlockingProblem?.message).to.match(/: CN=p1; CN=p2; CN=p3; CN=p4; CN=p5; and 2 more\./)
  })

  it('does not report those who are members in the cloud', async () => {
    const made = await draft(
      [bob, cy, cloudUser('p1', 'S-p1')],
      await groupInAd({ primaryMembers: primary.slice(0, 1) }),
    )
    expect(made).to.not.have.property('finding')
  })
})

describe('the count of members who lost access in the last 24 hours', () => {
  const [bobToo, dan, eve] = [{ guid: 'bob' }, { guid: 'dan' }, { guid: 'eve' }]
  const lost = recentLosses([bobToo, dan, eve])

  it('excludes those who are members again', async () => {
    expect(countLostMembers(lost, await groupInAd())).to.deep.equal({
      lostRecently: 2,
      membersWithRecentlyLost: 4,
    })
    expect(countLostMembers(lost, await groupInAd({}, []))).to.deep.equal({
      lostRecently: 3,
      membersWithRecentlyLost: 3,
    })
    expect(countLostMembers(lost, undefined)).to.deep.equal({ lostRecently: 3, membersWithRecentlyLost: 3 })
    expect(countLostMembers(noLosses, await groupInAd())).to.deep.equal({
      lostRecently: 0,
      membersWithRecentlyLost: 2,
    })
    expect((await draft([bob, cy], await groupInAd(), { recentLosses: lost })).lostRecently).to.equal(2)
  })

  it('includes members of a group that no longer grants access', async () => {
    const inside = recentLosses([], [bobToo, dan])
    expect(countLostMembers(inside, await groupInAd())).to.deep.equal({
      lostRecently: 2,
      membersWithRecentlyLost: 2,
    })
    expect(countLostMembers(inside, undefined)).to.deep.equal({ lostRecently: 2, membersWithRecentlyLost: 0 })
    const both = recentLosses([bobToo, eve], [{ guid: 'cy' }])
    expect(countLostMembers(both, await groupInAd())).to.deep.equal({
      lostRecently: 2,
      membersWithRecentlyLost: 3,
    })
  })
})

describe('the draft of an object to deprovision', () => {
  it('has the object and no members to compare', async () => {
    const group = await groupInAd()
    const ending = { group, policy: 'delete', evidence: orderByPerson('disable') } as const
    expect(
      deprovisioningDraft(ending, 'Sales', recentLosses([{ guid: 'gone' }, { guid: 'bob' }])),
    ).to.deep.equal({
      id: 'a',
      displayName: 'Sales',
      dn: group.dn,
      writtenObject: { guid: 'g', sid: 'S-g', dn: group.dn },
      membersBefore: 2,
      lostRecently: 1,
      membersWithRecentlyLost: 3,
      changes: [],
      skippedValues: [],
      deprovisioning: ending,
    })
  })
})

describe('the draft of an object to adopt', () => {
  const kinds: Array<[groupType: string[] | undefined, kind: string]> = [
    [['-2147483640'], 'security'],
    [['-2147483644'], 'security'],
    [['8'], 'distribution'],
    [undefined, 'distribution'],
  ]
  for (const [groupType, kind] of kinds) {
    it(`has the adoption of a ${kind} group as its first change (groupType ${String(groupType)})`, async () => {
      const group = await groupInAd({ attributes: { cn: ['Old'], ...(groupType && { groupType }) } })
      const before = await draft([bob], group)
      const made = adoptionDraft(before, group)
      expect(made.changes).to.deep.equal([
        { type: 'adoptGroup', guid: 'g', dn: group.dn, sid: 'S-g', kind, leaving: 0 },
        ...before.changes,
      ])
      expect(made).to.deep.include({ adopting: true, dn: group.dn })
    })
  }
})
