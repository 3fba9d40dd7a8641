import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import type { PlannedGroup } from '../../src/planner/guard.js'
import { makePlan, type PlanInput } from '../../src/planner/plan.js'
import { noLimits } from '../memory/world.js'

const removal = (...guids: string[]) =>
  ({
    type: 'removeMembers',
    guid: 'g',
    dn: 'CN=g',
    members: guids.map((guid) => ({ guid, displayName: guid })),
  }) as unknown as Change
const rename: Change = { type: 'renameGroup', guid: 'g', from: 'CN=a', to: 'CN=b' }

const planned = (id: string, ...changes: Change[]): PlannedGroup => ({
  id,
  displayName: id,
  dn: `CN=${id}`,
  status: 'inSync',
  changes,
  withheld: [],
  skippedMembers: [],
  membersBefore: 10,
})

const strict = { ...noLimits, groupRemovals: { percent: 10, count: 100, from: 1 } }

const plan = (groups: PlannedGroup[], more: Partial<PlanInput> = {}) =>
  makePlan({
    target: 'OU=x',
    groups,
    skippedGroups: [],
    managed: { groups: 10, members: 100 },
    sourceEmpty: false,
    limits: noLimits,
    ...more,
  })

describe('the plan', () => {
  it('is in a fixed order and says what waits to be done', () => {
    const made = plan([planned('c'), planned('b', rename), planned('a', rename)], {
      skippedGroups: [
        { id: 'z', displayName: 'Z', reason: 'distributionList' },
        { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
        { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
      ],
    })
    expect(made.groups.map(({ id, status }) => [id, status])).to.deep.equal([
      ['a', 'pending'],
      ['b', 'pending'],
      ['c', 'inSync'],
    ])
    expect(made.skippedGroups.map(({ id }) => id)).to.deep.equal(['y', 'y', 'z'])
    expect(made.groups[0]).to.not.have.property('membersBefore')
  })

  it('sets what the guard holds back apart', () => {
    const made = plan([planned('a', removal('1', '2')), planned('b', rename)], { limits: strict })
    expect(made.groups[0]).to.deep.include({ status: 'withheld', changes: [] })
    expect(made.groups[0]?.withheld).to.have.length(1)
    expect(made.groups[1]).to.deep.include({ status: 'pending', withheld: [] })
    expect(made.guard.tripped).to.have.length(1)
  })

  it('holds everything back where the whole run tripped, except groups without a change', () => {
    const made = plan([planned('a', rename), planned('b', removal('1')), planned('c')], { sourceEmpty: true })
    expect(made.groups.map(({ status }) => status)).to.deep.equal(['withheld', 'withheld', 'inSync'])
  })

  it('lets exactly the approved plan through, and still tells what tripped', () => {
    const groups = [planned('a', removal('1', '2'))]
    const { planHash } = plan(groups, { limits: strict })
    const approved = plan(groups, { limits: strict, approve: planHash })
    expect(approved.groups[0]).to.deep.include({ status: 'pending', withheld: [] })
    expect(approved.guard.tripped).to.have.length(1)
    const other = plan([planned('a', removal('1', '3'))], { limits: strict, approve: planHash })
    expect(other.groups[0]?.status).to.equal('withheld')
  })

  it('keeps its hash when what needed no approval is done meanwhile, or members come in another order', () => {
    const held = planned('a', removal('1', '2'))
    const { planHash } = plan([held, planned('b', rename)], { limits: strict })
    expect(plan([held, planned('b')], { limits: strict }).planHash).to.equal(planHash)
    expect(plan([planned('a', removal('2', '1'))], { limits: strict }).planHash).to.equal(planHash)
  })

  it('changes its hash with anything that would be written, and with the target', () => {
    const hashes = [
      plan([planned('a', removal('1'))]),
      plan([planned('a', removal('2'))]),
      plan([planned('b', removal('1'))]),
      plan([planned('a', rename)]),
      plan([planned('a', { type: 'addMembers', dn: 'CN=g', members: [{ group: 'x', id: 'x' }] })]),
      plan([planned('a', { type: 'addMembers', dn: 'CN=g', members: [{ id: 'y' }] })]),
      plan([planned('a', removal('1'))], { target: 'OU=y' }),
      plan([]),
    ].map(({ planHash }) => planHash)
    expect(new Set(hashes).size).to.equal(hashes.length)
  })

  it('leaves a failed group failed', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    const made = plan([
      { ...planned('a'), status: 'failed', error },
      { ...planned('b', rename), error },
    ])
    expect(made.groups.map(({ status }) => status)).to.deep.equal(['failed', 'failed'])
  })
})
