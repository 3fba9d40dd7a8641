import { expect } from 'chai'
import { WritebackError } from '../../src/errors.js'
import { listingOf, orderByPerson } from '../../src/model/evidence.js'
import type { DirectoryGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import {
  adoptingDraft,
  countLost,
  draftGroup,
  endingDraft,
  failedDraft,
  type DraftInput,
} from '../../src/planner/draft.js'
import { complete } from '../memory/cloud.js'
import { desired, inAd, inDirectory, lostLately, user } from './fixture.js'

const bob = user('bob', 'S-bob')
const cy = user('cy', 'S-cy')
const nobody = lostLately([])

const draftOf = (members: DraftInput['members'], current?: DirectoryGroup, more: Partial<DraftInput> = {}) =>
  draftGroup({
    desired,
    members,
    nested: () => 'out',
    lost: nobody,
    accessSubtrees: [],
    ruleChanged: false,
    ...(current && { current }),
    ...more,
  })
const draft = async (members: CloudMember[], current?: DirectoryGroup, more?: Partial<DraftInput>) =>
  draftOf(await complete(members), current, more)

describe('a draft', () => {
  it('of a new group creates it, and has no object', async () => {
    const made = await draft([bob])
    expect(made.changes.map(({ type }) => type)).to.deep.equal(['createGroup'])
    expect(made).to.deep.include({ id: 'a', displayName: 'Sales', dn: desired.dn, membersBefore: 0 })
    expect(made).to.not.have.any.keys('object', 'error', 'finding', 'listing')
    expect(made.delta?.bySid.map(({ id }) => id)).to.deep.equal(['bob'])
  })

  it('of a group that is there has its differences, counted by what is in AD', async () => {
    const current = await inDirectory({ dn: 'CN=Old,OU=Groups,DC=x', attributes: { cn: ['Old'] } })
    const made = await draft([bob], current)
    expect(made.changes.map(({ type }) => type)).to.deep.equal(['renameGroup', 'updateGroup'])
    expect(made).to.deep.include({
      dn: desired.dn,
      membersBefore: 2,
      object: { guid: 'g', sid: 'S-g', dn: 'CN=Old,OU=Groups,DC=x' },
    })
    expect(made.delta?.surplus?.members.map(({ guid }) => guid)).to.deep.equal(['cy'])
  })

  it('of a group whose members could not be read is an error, and changes nothing', async () => {
    const current = await inDirectory({ dn: 'CN=Old,OU=Groups,DC=x' })
    const failure = new WritebackError('graphUnavailable', 'Graph is away.')
    for (const [read, code] of [
      [failure, 'graphUnavailable'],
      [undefined, 'graphIncomplete'],
    ] as const) {
      const made = draftOf(read, current, { lost: lostLately([{ guid: 'gone' }]) })
      expect(made.error?.code).to.equal(code)
      expect(made).to.deep.include({ changes: [], membersBefore: 2, lostRecently: 1, dn: current.dn })
      expect(made).to.not.have.any.keys('delta', 'listing')
    }
  })

  it('that only a person can mend has nothing but its error', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    expect(failedDraft('a', 'Sales', 'CN=a', error)).to.deep.include({
      id: 'a',
      dn: 'CN=a',
      changes: [],
      error,
    })
  })

  it('passes on the values that AD does not take', async () => {
    const skippedValues = [{ attribute: 'mail', value: 'x', reason: 'tooLong' }] as const
    expect((await draft([], undefined, { desired: { ...desired, skippedValues } })).skippedValues).to.equal(
      skippedValues,
    )
  })

  it('counts the users without a SID, whatever becomes of them', async () => {
    const group: CloudMember = { ...user('group'), kind: 'group' }
    const made = await draft([user('x'), user('y', undefined, { guest: true }), bob, group])
    expect(made.withoutSid).to.equal(2)
  })

  it('passes on the subtrees whose groups give access', async () => {
    const current = await inDirectory({ dn: 'CN=Sales,OU=Shares,DC=x' })
    const made = await draft([bob, cy], current, { accessSubtrees: ['OU=Shares,DC=x'] })
    const [move] = made.changes
    expect(move?.type === 'moveGroup' && move.ends?.map(({ guid }) => guid)).to.deep.equal(['bob', 'cy'])
  })
})

describe('the listing of a draft', () => {
  const cases: Array<[what: string, members: CloudMember[], ruleChanged: boolean, kept: boolean]> = [
    ['nobody leaves', [bob, cy], false, false],
    ['somebody joins', [bob, cy, user('ann', 'S-ann')], false, false],
    ['somebody leaves', [bob], false, true],
    ['it is empty', [], false, true],
    ['its rule changed', [bob, cy], true, true],
  ]
  for (const [what, members, ruleChanged, kept] of cases) {
    it(`is ${kept ? 'kept' : 'let go'} where ${what}`, async () => {
      const made = await draft(members, await inDirectory(), { ruleChanged })
      expect(made.listing).to.deep.equal(kept ? listingOf(await complete(members)) : undefined)
    })
  }

  it('is kept where a new group was read as empty', async () => {
    expect((await draft([])).listing?.size).to.equal(0)
  })
})

describe('the members of a draft', () => {
  const inside = (count: number) =>
    Array.from({ length: count }, (_, number) => inAd(`m${number}`, `S-m${number}`))
  const staying = (members: ReturnType<typeof inside>, leaving: number) =>
    members.slice(leaving).map(({ guid, sid }) => user(guid, sid))

  for (const [count, leaving, kept] of [
    [10, 2, false],
    [10, 3, true],
    [1000, 3, true],
    [1001, 3, false],
  ] as const) {
    it(`are ${kept ? 'kept' : 'let go'} where ${leaving} of ${count} leave`, async () => {
      const members = inside(count)
      const made = await draft(staying(members, leaving), await inDirectory({}, members))
      expect(made.members).to.deep.equal(kept ? members.map(({ guid }) => guid) : undefined)
    })
  }
})

describe('members by primary group', () => {
  const primary = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7'].map((guid) => inAd(guid, `S-${guid}`))

  it('who left the cloud group are told, with the hint, and hold nothing back', async () => {
    const current = await inDirectory({ primaryMembers: primary.slice(0, 2) })
    const made = await draft([bob, user('p1', 'S-p1')], current)
    expect(made.finding).to.deep.equal({
      code: 'primaryGroupMember',
      message:
        '1 of its members in AD have it as their primary group and are no members in the cloud: CN=p2. AD does not let a member leave its primary group.',
      hint: 'Set another primary group for them (primaryGroupID), then run again.',
    })
    expect(made.delta?.surplus?.members.map(({ guid }) => guid)).to.deep.equal(['cy'])
    expect(made).to.not.have.property('error')
  })

  it('are named up to five', async () => {
    const made = await draft([bob, cy], await inDirectory({ primaryMembers: primary }))
    expect(made.finding?.message).to.match(/cloud: CN=p1; CN=p2; CN=p3; CN=p4; CN=p5; and 2 more\. AD does/)
  })

  it('who are members in the cloud are worth no word', async () => {
    const made = await draft(
      [bob, cy, user('p1', 'S-p1')],
      await inDirectory({ primaryMembers: primary.slice(0, 1) }),
    )
    expect(made).to.not.have.property('finding')
  })
})

describe('members who were lost lately', () => {
  const [bobToo, dan, eve] = [{ guid: 'bob' }, { guid: 'dan' }, { guid: 'eve' }]
  const lost = lostLately([bobToo, dan, eve])

  it('are those who do not have access again', async () => {
    expect(countLost(lost, await inDirectory())).to.deep.equal({ lostRecently: 2, membersEarlier: 4 })
    expect(countLost(lost, await inDirectory({}, []))).to.deep.equal({ lostRecently: 3, membersEarlier: 3 })
    expect(countLost(lost, undefined)).to.deep.equal({ lostRecently: 3, membersEarlier: 3 })
    expect(countLost(nobody, await inDirectory())).to.deep.equal({ lostRecently: 0, membersEarlier: 2 })
    expect((await draft([bob, cy], await inDirectory(), { lost })).lostRecently).to.equal(2)
  })

  it('are also those who are members still, of a group that gives no access any more', async () => {
    const inside = lostLately([], [bobToo, dan])
    expect(countLost(inside, await inDirectory())).to.deep.equal({ lostRecently: 2, membersEarlier: 2 })
    expect(countLost(inside, undefined)).to.deep.equal({ lostRecently: 2, membersEarlier: 0 })
    const both = lostLately([bobToo, eve], [{ guid: 'cy' }])
    expect(countLost(both, await inDirectory())).to.deep.equal({ lostRecently: 2, membersEarlier: 3 })
  })
})

describe('the draft of an ending', () => {
  it('knows the object and has no members to compare', async () => {
    const group = await inDirectory()
    const ending = { group, policy: 'delete', evidence: orderByPerson('disable') } as const
    expect(endingDraft(ending, 'Sales', lostLately([{ guid: 'gone' }, { guid: 'bob' }]))).to.deep.equal({
      id: 'a',
      displayName: 'Sales',
      dn: group.dn,
      object: { guid: 'g', sid: 'S-g', dn: group.dn },
      membersBefore: 2,
      lostRecently: 1,
      membersEarlier: 3,
      changes: [],
      skippedValues: [],
      ending,
    })
  })
})

describe('the draft of an object that is taken over', () => {
  const kinds: Array<[groupType: string[] | undefined, kind: string]> = [
    [['-2147483640'], 'security'],
    [['-2147483644'], 'security'],
    [['8'], 'distribution'],
    [undefined, 'distribution'],
  ]
  for (const [groupType, kind] of kinds) {
    it(`begins with that: a ${kind} group of type ${String(groupType)}`, async () => {
      const group = await inDirectory({ attributes: { cn: ['Old'], ...(groupType && { groupType }) } })
      const before = await draft([bob], group)
      const made = adoptingDraft(before, group)
      expect(made.changes).to.deep.equal([
        { type: 'adoptGroup', guid: 'g', dn: group.dn, sid: 'S-g', kind, leaving: 0 },
        ...before.changes,
      ])
      expect(made).to.deep.include({ adopting: true, dn: group.dn })
    })
  }
})
