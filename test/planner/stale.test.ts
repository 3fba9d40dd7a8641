import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { GroupPlan, Plan } from '../../src/model/plan.js'
import { holdStale } from '../../src/planner/stale.js'

const base = {
  id: 'a',
  displayName: 'A',
  dn: 'CN=a',
  status: 'pending',
  withheld: [],
  skippedMembers: [],
} as const
const group = (...changes: Change[]): GroupPlan => ({ ...base, changes, withheld: [], skippedMembers: [] })
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
const fresh = (...changes: Change[]) => ({ ...group(...changes), membersBefore: 0 })
const hold = (before: Plan, ...changes: Change[]) => holdStale([fresh(...changes)], before)[0]

describe('a saved plan', () => {
  it('still holds where the fresh one says the same, in whatever order', () => {
    const before = saved(group(add({ guid: '1' }, { guid: '2' })))
    expect(hold(before, add({ guid: '2' }, { guid: '1' }))).to.deep.include({ status: 'pending' })
    const withheld = saved({ ...group(), withheld: [add({ guid: '1' })] })
    expect(hold(withheld, add({ guid: '1' }))).to.not.have.property('error')
  })

  it('has nothing to do for a group that needs nothing any more', () => {
    expect(hold(saved(group(add({ guid: '1' }))))).to.not.have.property('error')
  })

  it('says nothing about groups that are not in it', () => {
    expect(holdStale([fresh(add({ guid: '1' }))], saved())).to.deep.equal([])
  })

  it('does not hold where something moved, and names what', () => {
    const before = saved(group(add({ guid: '1', displayName: 'Ann' })))
    const held = hold(before, add({ guid: '2', dn: 'CN=Bob' }))
    expect(held).to.deep.include({ status: 'failed', changes: [] })
    expect(held?.error?.code).to.equal('planStale')
    expect(held?.error?.message).to.contain('now also adding CN=Bob; no longer adding Ann')
  })

  it('names every kind of change', () => {
    const changes = [
      { type: 'createGroup', dn: 'CN=new', attributes: {} },
      { type: 'renameGroup', guid: 'g', from: 'CN=a', to: 'CN=b' },
      { type: 'moveGroup', guid: 'g', from: 'CN=b', to: 'CN=c' },
      { type: 'updateGroup', guid: 'g', dn: 'CN=c', attributes: [{ name: 'mail', from: [], to: ['x'] }] },
      { type: 'removeMembers', guid: 'g', dn: 'CN=c', members: [{ guid: '3', id: 'carl' }] },
    ] as unknown as Change[]
    const message = hold(saved(group()), ...changes)?.error?.message ?? ''
    for (const words of [
      'creating CN=new',
      'moving CN=a to CN=b',
      'moving CN=b to CN=c',
      'setting mail',
      'removing carl',
    ]) {
      expect(message).to.contain(words)
    }
    const deletion = {
      type: 'deleteGroup',
      guid: 'g',
      dn: 'CN=c',
      attributes: {},
      members: [],
    } as unknown as Change
    expect(hold(saved(group()), deletion)?.error?.message).to.contain('deleting CN=c')
  })

  it('names five things, and how many more there are', () => {
    const many = Array.from({ length: 8 }, (_, n) => ({
      group: String(n),
      ...(n === 0 ? {} : { displayName: `M${n}` }),
    }))
    const message = hold(saved(group()), add(...many, { id: 'last' }))?.error?.message
    expect(message).to.match(/adding a member.*M4; and 4 more\.$/)
  })
})
