import { expect } from 'chai'
import { emptyMemory, type GroupMemory, type Memory } from '../../src/model/memory.js'
import { proveByCount, summarizeListing } from '../../src/model/evidence.js'
import type { GroupDraft } from '../../src/planner/groupDraft.js'
import type { ListingJudgement } from '../../src/planner/judgeListing.js'
import { memoryAfterReading, memoryAfterWriting } from '../../src/planner/nextMemory.js'
import type { ReadResults, WrittenGroup } from '../../src/planner/nextMemory.js'
import { completeReadOf } from '../memory/cloud.js'
import {
  addition,
  adoption,
  creation,
  deletion,
  memberReferences,
  removal,
  rename,
  restoring,
} from './fixture.js'

const since = '2026-01-02T12:00:00.000Z'
const doubt = { digest: 'd', at: since, since }
const inDoubt: ListingJudgement = { reason: 'countDiffers', doubt, overdue: false, listed: 1 }
const memory = (changes: Partial<GroupMemory> = {}, doubts: Memory['doubts'] = {}): Memory => ({
  ...emptyMemory,
  url: 'ldaps://dc1.test',
  journal: '2026.ndjson',
  groups: { a: { guid: 'g', controller: 'dc1', members: 5, withoutSid: 1, ruleDigest: 'old', ...changes } },
  doubts,
})
const learned = (before: Memory, what: Partial<ReadResults>): Memory =>
  memoryAfterReading(before, {
    ...{
      drafts: [],
      judgements: new Map(),
      absences: new Map(),
      isFound: () => false,
      confirmedCreations: new Map(),
    },
    groupsWithoutObject: [],
    controller: 'dc2',
    ...what,
  })
const writer = 'dc2'
const error = { code: 'nameTaken', message: 'x' } as const

describe('the memory after reading', () => {
  let proven: ListingJudgement
  let listing: NonNullable<GroupDraft['listing']>
  before(async () => {
    listing = summarizeListing(await completeReadOf([]))
    const proof = proveByCount(listing, 0)
    if (!proof) throw new Error('no proof')
    proven = { proof }
  })
  const draft = (changes: Partial<GroupDraft> = {}): GroupDraft => ({
    ...{
      id: 'a',
      displayName: 'A',
      dn: 'CN=a',
      membersBefore: 5,
      lostRecently: 0,
      membersWithRecentlyLost: 5,
    },
    ...{ changes: [], skippedValues: [] },
    ...changes,
  })
  const after = (before: Memory, made: GroupDraft, judgement?: ListingJudgement) =>
    learned(before, { drafts: [made], judgements: new Map(judgement ? [['a', judgement]] : []) })

  it('is unchanged if nothing was read', () => {
    const before = memory({ missingSince: since, absent: 'leftScope' }, { b: doubt })
    expect(learned(before, {})).to.deep.equal(before)
  })

  it('has no absence of a group that was found', () => {
    const before = memory({ missingSince: since, missedAt: since, absent: 'deletedInCloud', gone: true })
    const now = learned(before, { isFound: () => true })
    expect(now).to.deep.equal(memory())
    expect(now.groups['a']).to.not.have.any.keys('missingSince', 'missedAt', 'absent', 'gone')
  })

  it('has the absence of a group that it knows, and no entry of another one', () => {
    const absences = new Map([
      ['a', { missingSince: since }],
      ['unknown', { missingSince: since }],
    ])
    expect(learned(memory(), { absences })).to.deep.equal(memory({ missingSince: since }))
    const after = learned(memory({ missingSince: since }), {
      absences: new Map([['a', { absent: 'leftScope', missingSince: undefined }]]),
    })
    expect(after).to.deep.equal(memory({ absent: 'leftScope' }))
    expect(after.groups['a']).to.not.have.property('missingSince')
  })

  it('has a doubt, also for a group without an object, until the listing is proven or needs no proof', () => {
    expect(after(memory(), draft(), inDoubt).doubts).to.deep.equal({ a: doubt })
    expect(after(emptyMemory, draft(), inDoubt)).to.deep.equal({ ...emptyMemory, doubts: { a: doubt } })
    expect(after(memory({}, { a: doubt, b: doubt }), draft(), proven).doubts).to.deep.equal({ b: doubt })
    expect(after(memory({}, { a: doubt }), draft()).doubts).to.deep.equal({})
    const later = { ...inDoubt, doubt: { ...doubt, digest: 'e' } } as ListingJudgement
    expect(after(memory({}, { a: doubt }), draft(), later).doubts).to.deep.equal({
      a: { ...doubt, digest: 'e' },
    })
  })

  it('is unchanged for a group that failed', () => {
    const before = memory({}, { a: doubt })
    expect(after(before, draft({ error, ruleDigest: 'new' }), proven)).to.deep.equal(before)
  })

  const rules: Array<
    [what: string, made: Partial<GroupDraft>, judged: 'proof' | 'doubt' | 'none', digest: string | undefined]
  > = [
    ['the rule is the same', { ruleDigest: 'old' }, 'none', 'old'],
    ['it has a rule for the first time', { ruleDigest: 'new' }, 'none', 'new'],
    [
      'the rule changed and the listing was not judged',
      { ruleDigest: 'new', ruleChanged: true },
      'none',
      'unsettled',
    ],
    [
      'the rule changed and the listing is not proven',
      { ruleDigest: 'new', ruleChanged: true },
      'doubt',
      'unsettled',
    ],
    ['the rule changed and the listing is proven', { ruleDigest: 'new', ruleChanged: true }, 'proof', 'new'],
    ['no rule was read', {}, 'none', 'old'],
  ]
  for (const [what, made, judged, ruleDigest] of rules) {
    it(`has the rule digest ${ruleDigest} if ${what}`, () => {
      const judgement = { proof: proven, doubt: inDoubt, none: undefined }[judged]
      expect(after(memory(), draft(made), judgement).groups['a']).to.deep.include({ ruleDigest })
    })
  }

  it('has no rule digest if the members were listed and the group has no rule any more', () => {
    expect(after(memory(), draft({ listing }), proven).groups['a']).to.not.have.property('ruleDigest')
  })

  it('has the object whose creation got no response, with the domain controller that lists it', () => {
    const tried = { a: 'CN=A', b: 'CN=B' }
    const now = learned({ ...memory(), uncertain: tried }, { confirmedCreations: new Map([['a', 'new']]) })
    expect(now.groups['a']).to.deep.equal({ guid: 'new', controller: 'dc2' })
    expect(now.uncertain).to.deep.equal({ b: 'CN=B' })
    const first = {
      confirmedCreations: new Map([['b', 'new']]),
      drafts: [draft({ id: 'b', ruleDigest: 'r' })],
    }
    expect(learned({ ...emptyMemory, uncertain: tried }, first)).to.deep.equal({
      ...emptyMemory,
      groups: { b: { guid: 'new', controller: 'dc2', ruleDigest: 'r' } },
      uncertain: { a: 'CN=A' },
    })
  })

  it('is a new object; the previous memory is not modified', () => {
    const before = memory({ missingSince: since }, { a: doubt })
    const copy = structuredClone(before)
    learned(before, { isFound: (id) => id === 'a', drafts: [draft({ ruleDigest: 'new' })] })
    expect(before).to.deep.equal(copy)
  })
})

describe('the memory after writing', () => {
  const written = (group: Partial<WrittenGroup>, before = memory()) =>
    memoryAfterWriting(before, [{ id: 'a', done: [], membersBefore: 5, isOpen: false, ...group }], writer)
      .groups['a']
  const known = memory().groups['a']

  it('has the number of members after the changes that were carried out', () => {
    expect(written({ membersBefore: 7 })).to.deep.include({ members: 7 })
    const done = [
      addition(memberReferences(3)),
      removal(memberReferences(2)),
      rename,
      removal(memberReferences(1, 8)),
    ]
    expect(written({ done })).to.deep.include({ members: 5 })
    expect(written({ done, isOpen: true }), 'also if a change is withheld').to.deep.include({
      members: 5,
    })
  })

  it('has the number of users without a SID unless a change is open', () => {
    expect(written({ withoutSid: 0 })).to.deep.include({ withoutSid: 0 })
    expect(written({ withoutSid: 0, isOpen: true })).to.deep.include({ withoutSid: 1 })
    expect(written({})).to.not.have.property('withoutSid')
  })

  it('has a created object with its domain controller, and nothing of a previous object', () => {
    const made = {
      done: [creation(), addition(memberReferences(2))],
      guid: 'new',
      membersBefore: 0,
      ruleDigest: 'r',
    }
    const remembered = { guid: 'new', controller: 'dc2', members: 2, ruleDigest: 'r', withoutSid: 0 }
    expect(written({ ...made, withoutSid: 0 }, emptyMemory)).to.deep.equal(remembered)
    const again = written({ ...made, withoutSid: 0 }, memory({ restoreRefused: true, missingSince: since }))
    expect(again).to.deep.equal(remembered)
  })

  it('keeps that an object was adopted', () => {
    const taken = written({ done: [adoption, rename], guid: 'g' }, emptyMemory)
    expect(taken).to.deep.equal({ guid: 'g', controller: 'dc2', adopted: true, members: 5 })
    const later = written({ done: [rename] }, memory({ adopted: true }))
    expect(later).to.deep.include({ adopted: true, controller: 'dc1' })
    const another = { done: [creation()], guid: 'new' }
    expect(written(another, memory({ adopted: true, restoreRefused: true }))).to.deep.equal({
      ...{ guid: 'new', controller: 'dc2', members: 5 },
    })
  })

  it('has an uncertain creation until the object is known', () => {
    const tried = { id: 'a', done: [], membersBefore: 0, isOpen: true }
    const after = memoryAfterWriting(emptyMemory, [{ ...tried, uncertain: 'CN=A' }], writer)
    expect(after).to.deep.equal({ ...emptyMemory, uncertain: { a: 'CN=A' } })
    expect(memoryAfterWriting(after, [tried], writer).uncertain, 'as long as it is unknown').to.deep.equal({
      a: 'CN=A',
    })
    const made = memoryAfterWriting(after, [{ ...tried, done: [creation()], guid: 'new' }], writer)
    expect(made.uncertain).to.deep.equal({})
    expect(made.groups['a']).to.deep.include({ guid: 'new' })
  })

  it('has a restored object with its previous entry, or that the restoration was refused', () => {
    const back = { done: [restoring, addition(memberReferences(2))], guid: 'g', membersBefore: 0 }
    expect(written({ ...back, withoutSid: 1 }, memory({ adopted: true }))).to.deep.equal({
      ...known,
      ...{ controller: 'dc2', adopted: true, members: 2, withoutSid: 1 },
    })
    expect(written({ ...back, ruleDigest: 'new' })).to.deep.include({ ruleDigest: 'new' })
    expect(written(back, emptyMemory)).to.deep.equal({ guid: 'g', controller: 'dc2', members: 2 })
    expect(written({ restoreRefused: true, isOpen: true })).to.deep.equal({ ...known, restoreRefused: true })
  })

  it('has no entry of a deleted group, nor of an unknown one', () => {
    expect(written({ done: [deletion(memberReferences(5))] })).to.equal(undefined)
    expect(written({ membersBefore: 3, withoutSid: 2 }, emptyMemory)).to.equal(undefined)
  })

  it('is a new object, unchanged for other groups', () => {
    const before = { ...memory({}, { a: doubt }), groups: { b: { guid: 'h' } } }
    const after = memoryAfterWriting(before, [], writer)
    expect(after).to.deep.equal(before)
    expect(after.groups).to.not.equal(before.groups)
  })
})
