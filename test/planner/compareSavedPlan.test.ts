import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { MemberReference } from '../../src/model/member.js'
import type { GroupPlan, Plan } from '../../src/model/plan.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { keepChangesOfSavedPlan } from '../../src/planner/compareSavedPlan.js'
import {
  adoption,
  creation,
  deletion,
  move,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
  restoring,
  update,
} from './fixture.js'

const group = (...changes: Change[]): GroupPlan => {
  const { id, displayName, dn, withheld, waiting, skippedMembers, skippedValues } = makePlannedGroup('a', 0)
  const lists = { changes, withheld, waiting, skippedMembers, skippedValues }
  return { id, displayName, dn, status: 'pending', ...lists }
}
const saved = (...groups: GroupPlan[]): Plan => ({
  target: 'OU=x',
  planHash: 'x',
  groups,
  skippedGroups: [],
  guard: { checks: [], tripped: [] },
})
const add = (
  ...members: Array<{ guid?: string; id?: string; group?: string; displayName?: string; dn?: string }>
): Change => ({
  type: 'addMembers',
  guid: 'g',
  dn: 'CN=a',
  members,
})
const fresh = (...changes: Change[]): PlannedGroup => ({
  ...makePlannedGroup('a', 0, ...changes),
  status: 'pending',
})
const keep = (before: Plan, ...changes: Change[]) => keepChangesOfSavedPlan([fresh(...changes)], before)[0]

describe('a group of a saved plan', () => {
  it('is kept if the fresh plan has the same steps in any order', () => {
    const before = saved(group(add({ guid: '1' }, { guid: '2' })))
    expect(keep(before, add({ guid: '2' }, { guid: '1' }))).to.deep.include({ status: 'pending' })
    const withheld = saved({ ...group(), withheld: [add({ guid: '1' })] })
    expect(keep(withheld, add({ guid: '1' }))).to.not.have.property('error')
  })

  it('is kept if it needs no changes any more', () => {
    expect(keep(saved(group(add({ guid: '1' }))))).to.not.have.property('error')
  })

  it('is kept if some of its steps are done already', () => {
    const before = saved(group(rename, add({ guid: '1' }, { guid: '2' }), removal(memberReferences(2))))
    const rest = [add({ guid: '2' }), removal(memberReferences(1, 1))]
    expect(keep(before, ...rest)).to.deep.include({ status: 'pending', changes: rest })
    expect(keep(before, ...rest, move())?.error?.code, 'but not with another step').to.equal('planStale')
  })

  it('is omitted if the saved plan does not have it', () => {
    expect(keepChangesOfSavedPlan([fresh(add({ guid: '1' }))], saved())).to.deep.equal([])
  })

  it('fails as planStale with the differences if the steps differ', () => {
    const before = saved(group(add({ guid: '1', displayName: 'Ann' })))
    const kept = keep(before, add({ guid: '2', dn: 'CN=Bob' }))
    expect(kept).to.deep.include({ status: 'failed', changes: [], waiting: [] })
    expect(kept?.error?.code).to.equal('planStale')
    expect(kept?.error?.message).to.contain('now also adding CN=Bob; no longer adding Ann')
  })

  for (const [what, change] of [
    ['a deletion', deletion],
    ['the loss of the security bit', update],
    ['a move out of a subtree', move],
  ] as Array<[string, (ends: MemberReference[]) => Change]>) {
    it(`fails if ${what} ends more memberships than the saved plan`, () => {
      const members = memberReferences(3).map((one) => ({ ...one, displayName: `Person ${one.guid}` }))
      expect(keep(saved(group(change(members))), change(members.slice(1))), 'fewer').to.not.have.property(
        'error',
      )
      expect(keep(saved(group(change(members.slice(1)))), change(members))?.error).to.deep.include({
        code: 'planStale',
        message: `Changed since the plan was made: now also ending the access of Person ${members[0]?.guid}.`,
      })
    })
  }

  const descriptions: Array<[change: Change, text: string]> = [
    [creation(), 'creating CN=g'],
    [restoring, 'restoring CN=g'],
    [adoption, 'adopting CN=g'],
    [rename, 'renaming CN=g,OU=a to CN=h,OU=a'],
    [move(), 'moving CN=g,OU=a to CN=g,OU=b'],
    [update(), 'setting groupType'],
    [add({ guid: '3', id: 'carl' }), 'adding carl'],
    [removal([{ guid: '3', id: 'carl' }]), 'removing carl'],
    [deletion(memberReferences(0)), 'deleting CN=g'],
  ]
  for (const [change, text] of descriptions) {
    it(`fails with a message about ${text}`, () => {
      expect(keep(saved(group()), change)?.error?.message).to.equal(
        `Changed since the plan was made: now also ${text}.`,
      )
      expect(keep(saved(group(change)), change), 'unless it was planned').to.not.have.property('error')
      const withheld = saved({ ...group(), withheld: [change] })
      expect(keep(withheld, change), 'or withheld').to.not.have.property('error')
      const gone = keep(saved(group(change)), add({ guid: 'other', displayName: 'Zoe' }))
      expect(gone?.error?.message).to.equal(
        `Changed since the plan was made: now also adding Zoe; no longer ${text}.`,
      )
    })
  }

  const differing: Array<[what: string, before: Change, now: Change]> = [
    ['another name', creation('a'), creation('b')],
    ['another kind', creation('a'), creation('a', '8')],
    ['another object to adopt', adoption, { ...adoption, guid: 'h' }],
    ['another object to delete', deletion(), { ...deletion(), guid: 'h' } as unknown as Change],
    ['another container', move(), { ...move(), to: 'CN=g,OU=c' } as Change],
    [
      'another value',
      update(),
      {
        type: 'updateGroup',
        guid: 'g',
        dn: 'CN=g',
        attributes: [{ name: 'groupType', from: ['-2147483640'], to: ['2'] }],
      },
    ],
  ]
  for (const [what, before, now] of differing) {
    it(`fails for ${what}`, () => {
      expect(keep(saved(group(before)), now)?.error?.code).to.equal('planStale')
    })
  }

  it('is kept if its waiting changes may be written now', () => {
    const change = { type: 'removeMembers', guid: 'g', dn: 'CN=g', members: memberReferences(1) } as const
    const since = '2026-01-02T03:04:05.678Z'
    const waiting: GroupPlan['waiting'] = [
      { reason: 'countDiffers', since, change: { ...change, members: [...change.members] } },
      { reason: 'ruleChanged', since },
    ]
    const before = saved({ ...group(), waiting })
    expect(keep(before, removal(memberReferences(1)))).to.not.have.property('error')
    expect(keep(before, removal(memberReferences(2)))?.error?.code).to.equal('planStale')
    const now = add({ guid: '1' })
    expect(keep(saved({ ...group(now), waiting }), now), 'or still waits').to.not.have.property('error')
  })

  it('is kept if the saved plan of an earlier version has no waiting changes', () => {
    const change = add({ guid: '1' })
    const old = JSON.parse(JSON.stringify({ ...group(change), waiting: undefined })) as GroupPlan
    expect(keep(saved(old), change)).to.not.have.property('error')
  })

  it('fails with at most five differences in the message', () => {
    const many = Array.from({ length: 8 }, (_, n) => ({
      group: String(n),
      ...(n === 0 ? {} : { displayName: `M${n}` }),
    }))
    const message = keep(saved(group()), add(...many, { id: 'last' }))?.error?.message
    expect(message).to.match(/adding a member.*M4; and 4 more\.$/)
    expect(keep(saved(group()), add(...many.slice(0, 5)))?.error?.message).to.match(/M4\.$/)
  })
})
