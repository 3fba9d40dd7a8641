/** Properties of all plans. */
import { expect } from 'chai'
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { GuardRule, Plan } from '../../src/model/plan.js'
import { endedMemberships, accessLosses } from '../../src/planner/accessLosses.js'
import { makePlan, type PlanInput } from '../../src/planner/plan.js'
import { changeSteps, groupSteps } from '../../src/planner/steps.js'
import { runs } from '../support/runs.js'
import { planInput } from './planArbitrary.js'

const sorted = (steps: readonly string[]) => [...steps].sort()
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const earlierOf = ({ recent }: PlanInput) =>
  sum([...recent.losses.values()].map(({ removed, withoutAccess }) => removed.size + withoutAccess.size))
const leftEarlier = ({ recent, groups }: PlanInput) => {
  const read = new Map(groups.map((group) => [group.id, group.membersWithRecentlyLost - group.membersBefore]))
  return sum([...recent.losses].map(([id, { removed }]) => read.get(id) ?? removed.size))
}

/** Returns for each group the changes that are written without an approval. */
function unapproved(plan: PlanInput) {
  const { plan: made, approvals } = makePlan(plan)
  const changes = new Map(
    made.groups.map(({ id, changes }) => [id, changes.filter((change) => !approvals.has(change))]),
  )
  return plan.groups.map((group) => ({ group, written: changes.get(group.id) ?? [] }))
}

/** Returns each group of a plan with its planned group. */
const withPlanned = (plan: PlanInput, made: Plan) =>
  made.groups.flatMap(({ id, changes, withheld }) => {
    const group = plan.groups.find((one) => one.id === id)
    return group ? [{ group, changes, withheld }] : []
  })

/** Returns some steps of these groups as approved. */
const someSteps = (plan: PlanInput, seed: readonly boolean[]) =>
  new Map(
    groupSteps(plan.groups)
      .filter((_, index) => seed[index % seed.length])
      .map((step) => [step, 'approved'] as const),
  )
const seeds = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 })
const check = (property: (plan: PlanInput) => void) =>
  fc.assert(
    fc.property(planInput, seeds, (plan, seed) => property({ ...plan, approved: someSteps(plan, seed) })),
    { numRuns: runs(400) },
  )

describe('any plan with any approvals', () => {
  it('has exactly the steps of its planned groups, written or withheld', () => {
    check((plan) => {
      for (const [index, { id, changes, withheld }] of makePlan(plan).plan.groups.entries()) {
        const steps = [...changes, ...withheld].flatMap((change) => changeSteps(id, change))
        const before = plan.groups[index]?.changes.flatMap((change) => changeSteps(id, change)) ?? []
        expect(sorted(steps)).to.deep.equal(sorted(before))
      }
    })
  })

  it('ends no more access in a group than its limits without an approval, recent losses included', () => {
    check((plan) => {
      const { groupLosses, groupEmptied } = plan.limits
      for (const { group, written } of unapproved(plan)) {
        const now = written.flatMap(accessLosses).length
        if (now === 0) continue
        const lost = now + group.lostRecently
        const base = group.membersWithRecentlyLost
        // The loss of a member who lost access before and is removed now counts twice; the percentage is at most 100.
        const share = Math.min(100, (100 * lost) / base)
        expect(lost).to.be.at.most(groupLosses.count)
        if (base >= groupLosses.from) expect(share).to.be.at.most(groupLosses.percent)
        expect(group.protection).to.equal(undefined)
        const ended = new Set(written.flatMap(endedMemberships).map(({ guid }) => guid)).size
        if (ended >= group.membersBefore && !groupEmptied.except.includes(group.id))
          expect(lost).to.be.below(groupEmptied.from)
      }
    })
  })

  it('ends no more access in all groups than the limits without an approval, recent losses included', () => {
    check((plan) => {
      const { losses } = plan.limits
      const now = sum(unapproved(plan).map(({ written }) => written.flatMap(accessLosses).length))
      if (now === 0) return
      expect(plan.sourceEmpty).to.equal(false)
      const lost = now + earlierOf(plan)
      expect(lost).to.be.at.most(losses.count)
      const share = (100 * lost) / (plan.managed.members + leftEarlier(plan))
      if (lost >= losses.from) expect(share).to.be.at.most(losses.percent)
    })
  })

  it('creates, deletes, renames, moves and adopts no more groups than the limits without an approval', () => {
    check((plan) => {
      const { limits, recent, managed } = plan
      const all = unapproved(plan)
      const countOf = (type: Change['type'], groups = all) =>
        sum(groups.map(({ written }) => written.filter((change) => change.type === type).length))
      const asked = all.filter(({ group }) => !group.ordered && !group.recreated)
      const most = (limit: { count: number; percent: number }) =>
        Math.max(limit.count, (limit.percent * managed.groups) / 100)
      const now: Array<[now: number, before: number, limit: number]> = [
        [countOf('createGroup', asked), recent.creations, most(limits.creations)],
        [countOf('deleteGroup'), recent.deletions, most(limits.deletions)],
        [countOf('renameGroup'), recent.renames, limits.renames.count],
        [countOf('moveGroup'), recent.moves, limits.moves.count],
        [countOf('adoptGroup'), 0, limits.adoptions.count],
      ]
      for (const [number, before, limit] of now) if (number > 0) expect(number + before).to.be.at.most(limit)
      for (const { group, written } of all) {
        const added = sum(written.map((change) => (change.type === 'addMembers' ? change.members.length : 0)))
        expect(added).to.be.at.most(limits.groupAdditions.count)
        if (group.protectedPaths.length > 0) expect(added).to.equal(0)
        if (group.recreated) expect(written.map(({ type }) => type)).to.not.include('createGroup')
      }
    })
  })

  it('writes only approved steps under an approval', () => {
    check((plan) => {
      const { plan: made, approvals } = makePlan(plan)
      for (const { id, changes } of made.groups) {
        for (const change of changes) {
          if (approvals.has(change))
            for (const step of changeSteps(id, change)) expect(plan.approved.get(step)).to.equal('approved')
        }
      }
    })
  })

  it('writes no change of an object whose creation or adoption is withheld', () => {
    const prerequisites: Array<[rule: GuardRule, type: Change['type']]> = [
      ['creations', 'createGroup'],
      ['recreations', 'createGroup'],
      ['adoptions', 'adoptGroup'],
    ]
    check((plan) => {
      const { plan: made } = makePlan(plan)
      for (const [rule, type] of prerequisites) {
        for (const { group, changes, withheld } of withPlanned(plan, made)) {
          const isExcused = rule === 'creations' && (group.ordered || group.recreated)
          const hasTripped = made.guard.tripped.some(
            (one) => one.rule === rule && (one.group === undefined || one.group === group.id),
          )
          if (hasTripped && !isExcused && withheld.some((change) => change.type === type))
            expect(changes).to.deep.equal([])
        }
      }
    })
  })

  it('writes exactly the withheld steps when its hash is approved', () => {
    check((plan) => {
      const first = makePlan(plan)
      const second = makePlan({ ...plan, approve: first.plan.planHash })
      expect(second.plan.groups.flatMap(({ withheld }) => withheld)).to.deep.equal(
        first.withheld.length > 0 ? [] : first.plan.groups.flatMap(({ withheld }) => withheld),
      )
      expect(second.approvedSteps).to.deep.equal(first.withheld)
    })
  })

  it('never withholds removals without a loss, except for emptySource and identifiersVanished', () => {
    check((plan) => {
      const { plan: made } = makePlan(plan)
      const rules = new Set(made.guard.tripped.map(({ rule }) => rule))
      if (['emptySource', 'identifiersVanished'].some((rule) => rules.has(rule as never))) return
      for (const { withheld } of made.groups) {
        const isBlocked = withheld.some(({ type }) => type === 'createGroup' || type === 'adoptGroup')
        const members = withheld.flatMap((change) => (change.type === 'removeMembers' ? change.members : []))
        if (!isBlocked)
          expect(members.filter(({ disabled, temporary }) => disabled || temporary)).to.deep.equal([])
      }
    })
  })
})
