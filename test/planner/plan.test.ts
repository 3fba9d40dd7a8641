import { expect } from 'chai'
import type { Change } from '../../src/model/change.js'
import { noRecentChanges } from '../../src/planner/guard.js'
import { makePlan, type PlanInput } from '../../src/planner/plan.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { hashSteps, changeSteps, groupSteps } from '../../src/planner/steps.js'
import { defaultLimits, noLimits } from '../memory/world.js'
import {
  addition,
  creation,
  deletion,
  groupsWithChange,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
} from './fixture.js'

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
const overLimit = (id: string, from = 0) => makePlannedGroup(id, 10, removal(memberReferences(4, from)))
const approvedUnder = (groups: Array<{ id: string; changes: Change[] }>, hash = 'reported') =>
  new Map(groupSteps(groups).map((step) => [step, hash] as const))

describe('the plan', () => {
  it('has its groups in a fixed order with their status', () => {
    const { plan } = make(
      [makePlannedGroup('c', 9), makePlannedGroup('b', 9, rename), makePlannedGroup('a', 9, rename)],
      {
        skippedGroups: [
          { id: 'z', displayName: 'Z', reason: 'distributionList' },
          { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
          { id: 'y', displayName: 'Y', reason: 'syncedFromAd' },
        ],
      },
    )
    expect(plan.groups.map(({ id, status }) => `${id} ${status}`)).to.deep.equal([
      ...['a pending', 'b pending', 'c inSync'],
    ])
    expect(plan.skippedGroups.map(({ id }) => id)).to.deep.equal(['y', 'y', 'z'])
    expect(plan.target).to.equal(target)
  })

  it('omits the facts that only the guard needs', () => {
    const error = { code: 'nameTaken', message: 'x' } as const
    const group: PlannedGroup = {
      ...makePlannedGroup('a', 9, rename),
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
      { ...makePlannedGroup('b', 9, rename), error },
      { ...makePlannedGroup('c', 9), error, waiting: [...waiting] },
      { ...makePlannedGroup('d', 9), waiting: [...waiting] },
      makePlannedGroup('e', 9),
    ])
    expect(statuses(made)).to.deep.equal(['a withheld', 'b failed', 'c failed', 'd pending', 'e inSync'])
  })

  it('separates the withheld changes and lists their steps', () => {
    const { plan, withheld, approvals } = make([overLimit('a'), makePlannedGroup('b', 9, rename)])
    expect(plan.groups[0]).to.deep.include({ changes: [], withheld: [removal(memberReferences(4))] })
    expect(plan.groups[1]).to.deep.include({ changes: [rename], withheld: [] })
    expect(plan.guard.tripped.map(({ rule }) => rule)).to.deep.equal(['groupLossesPercent'])
    expect(plan.guard.checks.length).to.be.greaterThan(1)
    expect(withheld).to.deep.equal(changeSteps('a', removal(memberReferences(4))))
    expect([...approvals]).to.deep.equal([])
  })

  it('withholds all changes if the source is empty', () => {
    const groups = [
      makePlannedGroup('a', 9, rename),
      makePlannedGroup('b', 9, removal(memberReferences(1))),
      makePlannedGroup('c', 9),
    ]
    const made = make(groups, { ...free, sourceEmpty: true })
    expect(statuses(made)).to.deep.equal(['a withheld', 'b withheld', 'c inSync'])
  })
})

describe('the hash of a plan', () => {
  it('covers the withheld changes or, if there are none, all changes', () => {
    const { plan, withheld } = make([overLimit('a'), makePlannedGroup('b', 9, rename)])
    expect(plan.planHash).to.equal(hashSteps(target, withheld))
    const easy = make([makePlannedGroup('b', 9, rename)])
    expect(easy.plan.planHash).to.equal(hashSteps(target, changeSteps('b', rename)))
    expect(easy.withheld).to.deep.equal([])
  })

  it('is the same after changes without an approval are written, and for another order of members', () => {
    const { planHash } = make([overLimit('a'), makePlannedGroup('b', 9, rename)]).plan
    expect(make([overLimit('a'), makePlannedGroup('b', 9)]).plan.planHash).to.equal(planHash)
    const reordered = makePlannedGroup('a', 10, removal(memberReferences(4).reverse()))
    expect(make([reordered]).plan.planHash).to.equal(planHash)
  })

  it('differs for other changes and for another target', () => {
    const hashes = [
      make([makePlannedGroup('a', 9, removal(memberReferences(1)))], free),
      make([makePlannedGroup('a', 9, removal(memberReferences(1, 1)))], free),
      make([makePlannedGroup('b', 9, removal(memberReferences(1)))], free),
      make([makePlannedGroup('a', 9, rename)], free),
      make([makePlannedGroup('a', 9, addition([{ group: 'x', id: 'x' }]))], free),
      make([makePlannedGroup('a', 9, addition([{ id: 'y' }]))], free),
      make([makePlannedGroup('a', 9, removal(memberReferences(1)))], { ...free, target: 'OU=y' }),
      make([], free),
    ].map(({ plan }) => plan.planHash)
    expect(new Set(hashes).size).to.equal(hashes.length)
  })
})

describe('an approval', () => {
  it('of this plan permits all its changes; the tripped rules are still reported', () => {
    const groups = [overLimit('a'), ...groupsWithChange(11, 9, rename)]
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
    const { planHash } = make([makePlannedGroup('a', 9, rename)]).plan
    const made = make([makePlannedGroup('a', 9, rename)], { approve: planHash })
    expect(made).to.deep.equal(make([makePlannedGroup('a', 9, rename)]))
  })

  it('of an earlier run covers the reported steps only', () => {
    const approved = approvedUnder([{ id: 'a', changes: [removal(memberReferences(4))] }])
    const { plan, approvals, withheld } = make([overLimit('a', 2), makePlannedGroup('b', 9, rename)], {
      approved,
    })
    expect(plan.groups[0]).to.deep.include({
      status: 'withheld',
      changes: [removal(memberReferences(2, 2))],
      withheld: [removal(memberReferences(2, 4))],
    })
    expect([...approvals]).to.deep.equal([[removal(memberReferences(2, 2)), 'reported']])
    expect(withheld).to.deep.equal(changeSteps('a', removal(memberReferences(2, 4))))
    expect(plan.planHash, 'of the changes that are still withheld').to.equal(hashSteps(target, withheld))
  })

  it('of an earlier run and one of this plan can be combined', () => {
    const approved = approvedUnder([{ id: 'a', changes: [removal(memberReferences(4))] }])
    const groups = [overLimit('a', 2)]
    const { planHash } = make(groups, { approved }).plan
    const made = make(groups, { approved, approve: planHash })
    expect(made.plan.groups[0]?.withheld).to.deep.equal([])
    expect(made.approvedSteps).to.deep.equal(changeSteps('a', removal(memberReferences(2, 4))))
  })

  it('covers the changes of all rules that tripped', () => {
    const groups = [
      ...groupsWithChange(30, 0, creation()).map(({ changes, ...group }) => ({
        ...group,
        changes: [...changes, addition(memberReferences(4))],
      })),
      ...groupsWithChange(7, 9, deletion(memberReferences(9))).map((group) => ({
        ...group,
        id: `old${group.id}`,
      })),
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
