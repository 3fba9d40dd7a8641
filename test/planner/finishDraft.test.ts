import { expect } from 'chai'
import { orderByPerson } from '../../src/model/evidence.js'
import type { CloudMember } from '../../src/model/member.js'
import { waitingReasons } from '../../src/model/plan.js'
import type { Deprovision } from '../../src/model/settings.js'
import {
  adoptionDraft,
  deprovisioningDraft,
  failedDraft,
  type GroupDraft,
} from '../../src/planner/groupDraft.js'
import { needsProof, decideDraft } from '../../src/planner/finishDraft.js'
import { desired, memberInAd, groupInAd, recentLosses, cloudUser } from './fixture.js'
import {
  ann,
  bob,
  cy,
  doubt,
  draft,
  finish,
  joiner,
  leaver,
  lookups,
  proof,
  since,
  types,
} from './finishDraftFixture.js'

describe('a draft with decided members', () => {
  it('has the added, the removed and the skipped members', async () => {
    const settled = decideDraft(await draft([ann, bob, cloudUser('x')], true), lookups)
    expect(settled.adding).to.deep.equal([joiner])
    expect(settled.leaving?.members).to.deep.equal([memberInAd('cy', 'S-cy')])
    expect(settled.skipped).to.deep.equal([{ id: 'x', displayName: 'X', reason: 'cloudOnly' }])
  })

  it('has no removed members if none leaves, and no members at all if it failed or is deprovisioned', async () => {
    expect(decideDraft(await draft([bob, cy], true), lookups)).to.not.have.property('leaving')
    const error = { code: 'nameTaken', message: 'x' } as const
    for (const made of [
      failedDraft('a', 'A', 'CN=a', error),
      await draft([ann], true, { error }),
      await draft([ann], true, { delta: undefined }),
    ])
      expect(decideDraft(made, lookups)).to.deep.equal({ draft: made, adding: [], skipped: [] })
  })
})

describe('a listing', () => {
  const cases: Array<
    [what: string, members: CloudMember[], isThere: boolean, known: number | undefined, needed: boolean]
  > = [
    ['a member leaves', [bob], true, undefined, true],
    ['no member leaves', [bob, cy, ann], true, 9, false],
    ['a new group has members', [ann], false, 9, false],
    ['a new group was listed as empty', [], false, undefined, true],
  ]
  for (const [what, members, isThere, known, needed] of cases) {
    it(`${needed ? 'needs a proof' : 'needs no proof'} if ${what}`, async () => {
      const memory = known === undefined ? undefined : { guid: 'g', members: known }
      const settled = decideDraft(await draft(members, isThere), lookups)
      expect(needsProof(settled, memory)).to.equal(needed)
    })
  }

  const empty: Array<[before: number, known: number | undefined, needed: boolean]> = [
    [2, undefined, true],
    [0, 5, true],
    [0, 0, false],
    [0, undefined, false],
  ]
  for (const [membersBefore, members, needed] of empty) {
    it(`without members needs ${needed ? 'a' : 'no'} proof if AD has ${membersBefore} and the memory ${members ?? 'no'} members`, async () => {
      const settled = {
        ...decideDraft(await draft([], true, { membersBefore }), lookups),
        leaving: undefined,
      }
      expect(needsProof(settled, members === undefined ? undefined : { guid: 'g', members })).to.equal(needed)
      expect(needsProof(settled, members === 0 ? { guid: 'g' } : undefined)).to.equal(membersBefore > 0)
    })
  }

  it('needs a proof if the rule changed, and none if the group failed', async () => {
    const changed = decideDraft(await draft([bob, cy], true, { ruleChanged: true }), lookups)
    expect(needsProof(changed, undefined)).to.equal(true)
    const error = { code: 'nameTaken', message: 'x' } as const
    expect(needsProof({ ...changed, draft: { ...changed.draft, error } }, undefined)).to.equal(false)
  })
})

describe('a finished group', () => {
  it('is created before its members are added', async () => {
    const made = finish(await draft([ann], false))
    expect(types(made)).to.deep.equal(['createGroup', 'addMembers'])
    expect(made.changes[1]).to.deep.equal({ type: 'addMembers', dn: desired.dn, members: [joiner] })
    expect(made).to.deep.include({ status: 'inSync', waiting: [], withheld: [] })
  })

  it('has proven, annotated removals before additions', async () => {
    const made = finish(await draft([ann, bob], true), { judgement: await proof() })
    expect(types(made)).to.deep.equal(['updateGroup', 'removeMembers', 'addMembers'])
    expect(made.changes[1]).to.deep.equal({
      type: 'removeMembers',
      guid: 'g',
      dn: desired.dn,
      members: [leaver],
    })
    expect(made.changes[2]).to.include({ guid: 'g' })
    expect(made.waiting).to.deep.equal([])
  })

  it('has no removals if the listing was not judged', async () => {
    expect(types(finish(await draft([ann, bob], true)))).to.deep.equal(['updateGroup', 'addMembers'])
  })

  for (const reason of waitingReasons) {
    it(`has waiting removals and other changes if the listing is not proven: ${reason}`, async () => {
      const made = finish(await draft([ann, bob], true), { judgement: doubt(reason) })
      expect(types(made)).to.deep.equal(['updateGroup', 'addMembers'])
      const change = { type: 'removeMembers', guid: 'g', dn: desired.dn, members: [leaver] }
      expect(made.waiting).to.deep.equal([{ change, reason, since }])
      expect(made).to.not.have.property('error')
    })

    it(`has a waiting creation if the empty listing is not proven: ${reason}`, async () => {
      const made = finish(await draft([], false), { judgement: doubt(reason) })
      expect(made.changes).to.deep.equal([])
      expect(made.waiting.map(({ change, ...rest }) => [change?.type, rest])).to.deep.equal([
        ['createGroup', { reason, since }],
      ])
    })

    it(`waits without a change if it is empty on both sides and the listing is not proven: ${reason}`, async () => {
      const made = finish({ ...(await draft([], true)), delta: undefined }, { judgement: doubt(reason) })
      expect(made.waiting).to.deep.equal([{ reason, since }])
    })
  }

  it('does not wait if its rule changed and no member leaves', async () => {
    const made = finish(await draft([ann, bob, cy], true, { ruleChanged: true }), {
      judgement: doubt('ruleChanged'),
    })
    expect(types(made)).to.deep.equal(['updateGroup', 'addMembers'])
    expect(made.waiting).to.deep.equal([])
  })

  it('is created without members if the empty listing is proven', async () => {
    expect(types(finish(await draft([], false), { judgement: await proof() }))).to.deep.equal(['createGroup'])
  })

  it('has no changes if it failed', async () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    const made = finish(await draft([ann], true, { error }), { judgement: await proof() })
    expect(made).to.deep.include({ changes: [], waiting: [], status: 'failed', error, isCompared: false })
  })

  it('is deprovisioned by its policy', async () => {
    const ending = {
      group: await groupInAd(),
      policy: 'delete',
      evidence: orderByPerson('disable'),
    } as const
    const made = finish(deprovisioningDraft(ending, 'Sales', recentLosses([])))
    expect(types(made)).to.deep.equal(['deleteGroup'])
    expect(made.changes[0]).to.have.deep.property('members', [memberInAd('bob', 'S-bob'), leaver])
    expect(made).to.deep.include({ waiting: [], status: 'inSync', membersBefore: 2, primaryLeavers: [] })
  })

  const endings: Array<[policy: Deprovision, types: string[], leaving: number]> = [
    ['keep', ['adoptGroup'], 0],
    ['empty', ['adoptGroup', 'removeMembers'], 2],
    ['delete', ['adoptGroup', 'deleteGroup'], 2],
  ]
  for (const [policy, expected, leaving] of endings) {
    it(`to be adopted and deprovisioned has the number of leaving members in its adoption: ${policy}`, async () => {
      const group = await groupInAd()
      const ending = { group, policy, evidence: orderByPerson('disable') }
      const made = finish(adoptionDraft(deprovisioningDraft(ending, 'Sales', recentLosses([])), group))
      expect(types(made)).to.deep.equal(expected)
      expect(made.changes[0]).to.deep.include({ type: 'adoptGroup', leaving })
    })
  }

  it('to be adopted has the number of leaving members in its adoption', async () => {
    const leavingOf = async (members: CloudMember[]) =>
      finish(adoptionDraft(await draft(members, true), await groupInAd()), { judgement: await proof() })
        .changes[0]
    expect(await leavingOf([bob])).to.deep.include({ type: 'adoptGroup', leaving: 1 })
    expect(await leavingOf([bob, cy])).to.deep.include({ type: 'adoptGroup', leaving: 0 })
  })

  it('has annotated members in all changes that end access', async () => {
    const ends = [memberInAd('bob', 'S-bob'), memberInAd('cy', 'S-cy'), { displayName: 'unknown' }]
    const changes = [
      { type: 'moveGroup', guid: 'g', from: 'CN=a', to: 'CN=b', ends },
      { type: 'updateGroup', guid: 'g', dn: 'CN=b', attributes: [], ends },
      { type: 'updateGroup', guid: 'g', dn: 'CN=b', attributes: [] },
    ] as const
    const made = finish(
      await draft([bob, cy], true, { changes: changes.map((one) => ({ ...one })) as GroupDraft['changes'] }),
    )
    const annotated = [memberInAd('bob', 'S-bob'), leaver, { guid: '', dn: '' }]
    expect(made.changes.map((change) => ('ends' in change ? change.ends : undefined))).to.deep.equal([
      ...[annotated, annotated, undefined],
    ])
  })
})
