/** What holds for every plan there can be. */
import { expect } from 'chai'
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { GuardRule, Plan } from '../../src/model/plan.js'
import { endsOf, lossesOf } from '../../src/planner/losses.js'
import { makePlan, type PlanInput } from '../../src/planner/plan.js'
import { stepsOf, stepsOfGroups } from '../../src/planner/steps.js'
import { runs } from '../support/runs.js'
import { planInput } from './planArbitrary.js'

const sorted = (steps: readonly string[]) => [...steps].sort()
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
const earlierOf = ({ recent }: PlanInput) =>
  sum([...recent.losses.values()].map(({ removed, inside }) => removed.size + inside.size))
const leftEarlier = ({ recent, groups }: PlanInput) => {
  const read = new Map(groups.map((group) => [group.id, group.membersEarlier - group.membersBefore]))
  return sum([...recent.losses].map(([id, { removed }]) => read.get(id) ?? removed.size))
}

/** What is written of each group though nobody approved it. */
function unapproved(plan: PlanInput) {
  const { plan: made, approvals } = makePlan(plan)
  const changes = new Map(
    made.groups.map(({ id, changes }) => [id, changes.filter((change) => !approvals.has(change))]),
  )
  return plan.groups.map((group) => ({ group, written: changes.get(group.id) ?? [] }))
}

/** Each group of a plan, with what was planned for it. */
const withPlanned = (plan: PlanInput, made: Plan) =>
  made.groups.flatMap(({ id, changes, withheld }) => {
    const group = plan.groups.find((one) => one.id === id)
    return group ? [{ group, changes, withheld }] : []
  })

/** Some steps of these groups, as if they had been told. */
const someSteps = (plan: PlanInput, seed: readonly boolean[]) =>
  new Map(
    stepsOfGroups(plan.groups)
      .filter((_, index) => seed[index % seed.length])
      .map((step) => [step, 'told'] as const),
  )
const seeds = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 })
const check = (property: (plan: PlanInput) => void) =>
  fc.assert(
    fc.property(planInput, seeds, (plan, seed) => property({ ...plan, approved: someSteps(plan, seed) })),
    { numRuns: runs(400) },
  )

describe('whatever is planned, and whatever was approved', () => {
  it('no step is lost or made up by dividing it', () => {
    check((plan) => {
      for (const [index, { id, changes, withheld }] of makePlan(plan).plan.groups.entries()) {
        const steps = [...changes, ...withheld].flatMap((change) => stepsOf(id, change))
        const before = plan.groups[index]?.changes.flatMap((change) => stepsOf(id, change)) ?? []
        expect(sorted(steps)).to.deep.equal(sorted(before))
      }
    })
  })

  it('no group loses more than its limits without an approval, with what it lost in the last 24 hours', () => {
    check((plan) => {
      const { groupLosses, groupEmptied } = plan.limits
      for (const { group, written } of unapproved(plan)) {
        const now = written.flatMap(lossesOf).length
        if (now === 0) continue
        const lost = now + group.lostRecently
        const base = group.membersEarlier
        // Access that ended inside counts again when its member leaves: together never more than all of it.
        const share = Math.min(100, (100 * lost) / base)
        expect(lost).to.be.at.most(groupLosses.count)
        if (base >= groupLosses.from) expect(share).to.be.at.most(groupLosses.percent)
        expect(group.protection).to.equal(undefined)
        const ended = new Set(written.flatMap(endsOf).map(({ guid }) => guid)).size
        if (ended >= group.membersBefore && !groupEmptied.except.includes(group.id))
          expect(lost).to.be.below(groupEmptied.from)
      }
    })
  })

  it('all groups together lose no more than the limits, with what was lost in the last 24 hours', () => {
    check((plan) => {
      const { losses } = plan.limits
      const now = sum(unapproved(plan).map(({ written }) => written.flatMap(lossesOf).length))
      if (now === 0) return
      expect(plan.sourceEmpty).to.equal(false)
      const lost = now + earlierOf(plan)
      expect(lost).to.be.at.most(losses.count)
      const share = (100 * lost) / (plan.managed.members + leftEarlier(plan))
      if (lost >= losses.from) expect(share).to.be.at.most(losses.percent)
    })
  })

  it('no more groups are made, deleted, renamed, moved and taken over than the limits allow', () => {
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

  it('an approval lets no step through that was not told', () => {
    check((plan) => {
      const { plan: made, approvals } = makePlan(plan)
      for (const { id, changes } of made.groups) {
        for (const change of changes) {
          if (approvals.has(change))
            for (const step of stepsOf(id, change)) expect(plan.approved.get(step)).to.equal('told')
        }
      }
    })
  })

  it('nothing is written about an object that is to be made or taken over, before that is approved', () => {
    const gates: Array<[rule: GuardRule, type: Change['type']]> = [
      ['creations', 'createGroup'],
      ['recreations', 'createGroup'],
      ['adoptions', 'adoptGroup'],
    ]
    check((plan) => {
      const { plan: made } = makePlan(plan)
      for (const [rule, type] of gates) {
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

  it('an approval of the hash that was told lets exactly what was told through', () => {
    check((plan) => {
      const first = makePlan(plan)
      const second = makePlan({ ...plan, approve: first.plan.planHash })
      expect(second.plan.groups.flatMap(({ withheld }) => withheld)).to.deep.equal(
        first.withheld.length > 0 ? [] : first.plan.groups.flatMap(({ withheld }) => withheld),
      )
      expect(second.approvedSteps).to.deep.equal(first.withheld)
    })
  })

  it('who loses nothing leaves, but where nothing at all may be believed', () => {
    check((plan) => {
      const { plan: made } = makePlan(plan)
      const rules = new Set(made.guard.tripped.map(({ rule }) => rule))
      if (['emptySource', 'identifiersVanished'].some((rule) => rules.has(rule as never))) return
      for (const { withheld } of made.groups) {
        const isGated = withheld.some(({ type }) => type === 'createGroup' || type === 'adoptGroup')
        const held = withheld.flatMap((change) => (change.type === 'removeMembers' ? change.members : []))
        if (!isGated)
          expect(held.filter(({ disabled, temporary }) => disabled || temporary)).to.deep.equal([])
      }
    })
  })
})
