import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { noRecentChanges } from '../../src/planner/guard.js'
import { makePlan, type PlanInput } from '../../src/planner/plan.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { hashOf, stepsOf, stepsOfGroups } from '../../src/planner/steps.js'
import { defaultLimits, noLimits } from '../memory/world.js'
import { addition, creation, deletion, each, people, planned, removal, rename } from './fixture.js'

const target = 'OU=x'
const make = (groups: PlannedGroup[], more: Partial<PlanInput> = {}) =>
  makePlan({
    target,
    groups,
    skippedGroups: [],
    managed: { groups: 10, members: 1000 },
    recent: noRecentChanges,
    sourceEmpty: false,
    limits: defaultLimits,
    approved: new Map(),
    ...more,
  })
const free = { limits: noLimits }
const statuses = ({ plan }: ReturnType<typeof make>) => plan.groups.map(({ id, status }) => `${id} ${status}`)
/** A group that loses four of ten members, more than the limit. */
const overLimit = (id: string, from = 0) => planned(id, 10, removal(people(4, from)))
const approvedUnder = (groups: Array<{ id: string; changes: Change[] }>, hash = 'reported') =>
  new Map(stepsOfGroups(groups).map((step) => [step, hash] as const))

describe('the plan', () => {
  it('has its groups in a fixed order with their status', () => {
    const { plan } = make([planned('c', 9), planned('b', 9, rename), planned('a', 9, rename)], {
      skippedGroups: [
        { id: 'z', displayName: 'Z', reason: 'distributionList' },
        { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
        { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
      ],
    })
    expect(plan.groups.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      ...['a pending', 'b pending', 'c inSync'],
    ])
    expect(plan.skippedGroups.map(({ id }) => id)).to.deep.equal(['y', 'y', 'z'])
    expect(plan.target).to.equal(target)
  })

  it('omits the facts that only the guard needs', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    const group: PlannedGroup = {
      ...planned('a', 9, rename),
      skippedMembers: [{ id: 'u', reason: 'guest' }],
      skippedValues: [{ attribute: 'mail', value: 'x', reason: 'tooLong' }],
      protectedPaths: [['CN=Admins']],
      protection: 'adminCount',
    }
    const [shown] = make([group], free).plan.groups
    expect(shown).to.deep.equal({
      id: 'a',
      displayName: 'A',
      dn: 'CN=a',
      status: 'pending',
      changes: [rename],
      withheld: [],
      waiting: [],
      skippedMembers: [{ id: 'u', reason: 'guest' }],
      skippedValues: [{ attribute: 'mail', value: 'x', reason: 'tooLong' }],
    })
    expect(make([{ ...group, error }], free).plan.groups[0]).to.deep.equal({
      ...shown,
      status: 'failed',
      error,
    })
  })

  it('has the status withheld before failed before pending; waiting changes are pending', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    const waiting = [{ reason: 'countDiffers', since: 'then' }] as const
    const made = make([
      { ...overLimit('a'), error },
      { ...planned('b', 9, rename), error },
      { ...planned('c', 9), error, waiting: [...waiting] },
      { ...planned('d', 9), waiting: [...waiting] },
      planned('e', 9),
    ])
    expect(statuses(made)).to.deep.equal(['a withheld', 'b failed', 'c failed', 'd pending', 'e inSync'])
  })

  it('separates the withheld changes and lists their steps', () => {
    const { plan, withheld, approvals } = make([overLimit('a'), planned('b', 9, rename)])
    expect(plan.groups[0]).to.deep.include({ changes: [], withheld: [removal(people(4))] })
    expect(plan.groups[1]).to.deep.include({ changes: [rename], withheld: [] })
    expect(plan.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['groupLossesPercent'])
    expect(plan.guard.checks.length).to.be.greaterThan(1)
    expect(withheld).to.deep.equal(stepsOf('a', removal(people(4))))
    expect([...approvals]).to.deep.equal([])
  })

  it('withholds all changes if the source is empty', () => {
    const groups = [planned('a', 9, rename), planned('b', 9, removal(people(1))), planned('c', 9)]
    const made = make(groups, { ...free, sourceEmpty: true })
    expect(statuses(made)).to.deep.equal(['a withheld', 'b withheld', 'c inSync'])
  })
})

describe('the hash of a plan', () => {
  it('covers the withheld changes or, if there are none, all changes', () => {
    const { plan, withheld } = make([overLimit('a'), planned('b', 9, rename)])
    expect(plan.planHash).to.equal(hashOf(target, withheld))
    const easy = make([planned('b', 9, rename)])
    expect(easy.plan.planHash).to.equal(hashOf(target, stepsOf('b', rename)))
    expect(easy.withheld).to.deep.equal([])
  })

  it('is the same after changes without an approval are written, and for another order of members', () => {
    const { planHash } = make([overLimit('a'), planned('b', 9, rename)]).plan
    expect(make([overLimit('a'), planned('b', 9)]).plan.planHash).to.equal(planHash)
    const reordered = planned('a', 10, removal(people(4).reverse()))
    expect(make([reordered]).plan.planHash).to.equal(planHash)
  })

  it('differs for other changes and for another target', () => {
    const hashes = [
      make([planned('a', 9, removal(people(1)))], free),
      make([planned('a', 9, removal(people(1, 1)))], free),
      make([planned('b', 9, removal(people(1)))], free),
      make([planned('a', 9, rename)], free),
      make([planned('a', 9, addition([{ group: 'x', id: 'x' }]))], free),
      make([planned('a', 9, addition([{ id: 'y' }]))], free),
      make([planned('a', 9, removal(people(1)))], { ...free, target: 'OU=y' }),
      make([], free),
    ].map(({ plan }) => plan.planHash)
    expect(new Set(hashes).size).to.equal(hashes.length)
  })
})

describe('an approval', () => {
  it('of this plan permits all its changes; the tripped rules are still reported', () => {
    const groups = [overLimit('a'), ...each(11, 9, rename)]
    const { plan, withheld } = make(groups)
    const made = make(groups, { approve: plan.planHash })
    expect(made.plan.groups.flatMap((group) => group.withheld)).to.deep.equal([])
    expect(made.plan.groups.flatMap(({ changes }) => changes)).to.have.lengthOf(12)
    expect(made.plan.guard).to.deep.equal(plan.guard)
    expect(made.plan.planHash, 'the approved hash').to.equal(plan.planHash)
    expect(made).to.deep.include({ withheld: [], approvedSteps: withheld })
    expect([...made.approvals.values()]).to.deep.equal(Array.from({ length: 12 }, () => plan.planHash))
  })

  it('of another plan permits no changes', () => {
    const { planHash } = make([overLimit('a')]).plan
    for (const groups of [[overLimit('a', 1)], [overLimit('a'), overLimit('b')], [overLimit('b')]]) {
      const made = make(groups, { approve: planHash })
      expect(new Set(statuses(made).map((text) => text.split(' ')[1]))).to.deep.equal(new Set(['withheld']))
      expect(made.approvedSteps).to.deep.equal([])
      expect(made.plan.planHash).to.not.equal(planHash)
    }
    const elsewhere = make([overLimit('a')], { approve: planHash, target: 'OU=y' })
    expect(elsewhere.plan.groups[0]?.withheld).to.have.lengthOf(1)
  })

  it('has no effect if nothing is withheld', () => {
    const { planHash } = make([planned('a', 9, rename)]).plan
    const made = make([planned('a', 9, rename)], { approve: planHash })
    expect(made).to.deep.equal(make([planned('a', 9, rename)]))
  })

  it('of an earlier run covers the reported steps only', () => {
    const approved = approvedUnder([{ id: 'a', changes: [removal(people(4))] }])
    const { plan, approvals, withheld } = make([overLimit('a', 2), planned('b', 9, rename)], { approved })
    expect(plan.groups[0]).to.deep.include({
      status: 'withheld',
      changes: [removal(people(2, 2))],
      withheld: [removal(people(2, 4))],
    })
    expect([...approvals]).to.deep.equal([[removal(people(2, 2)), 'reported']])
    expect(withheld).to.deep.equal(stepsOf('a', removal(people(2, 4))))
    expect(plan.planHash, 'of the changes that are still withheld').to.equal(hashOf(target, withheld))
  })

  it('of an earlier run and one of this plan can be combined', () => {
    const approved = approvedUnder([{ id: 'a', changes: [removal(people(4))] }])
    const groups = [overLimit('a', 2)]
    const { planHash } = make(groups, { approved }).plan
    const made = make(groups, { approved, approve: planHash })
    expect(made.plan.groups[0]?.withheld).to.deep.equal([])
    expect(made.approvedSteps).to.deep.equal(stepsOf('a', removal(people(2, 4))))
  })

  it('covers the changes of all rules that tripped', () => {
    const groups = [
      ...each(30, 0, creation()).map(({ changes, ...group }) => ({
        ...group,
        changes: [...changes, addition(people(4))],
      })),
      ...each(7, 9, deletion(people(9))).map((group) => ({ ...group, id: `old${group.id}` })),
    ]
    const limits = { ...defaultLimits, groupAdditions: { count: 3 } }
    const { plan } = make(groups, { limits })
    expect(new Set(plan.guard.tripped.map(({ rule }) => rule))).to.include.members([
      ...['creations', 'groupAdditionsCount', 'groupEmptied'],
    ])
    const made = make(groups, { limits, approve: plan.planHash })
    expect(made.plan.groups.flatMap(({ withheld }) => withheld)).to.deep.equal([])
  })
})
