import type { Change } from '../model/change.js'
import type { GroupPlan, Plan } from '../model/plan.js'
import type { SkippedGroup } from '../model/reason.js'
import { guard, type GuardInput } from './guard.js'
import type { PlannedGroup } from './plannedGroup.js'
import { hashOf, stepsOfGroups, type StepKey } from './steps.js'
import { divideChanges, type ApprovedSteps } from './withhold.js'

export interface PlanInput extends GuardInput {
  target: string
  skippedGroups: readonly SkippedGroup[]
  /** Steps that people approved before, or approve with this run. */
  approved: ApprovedSteps
  /** A hash that a person approves and that was told by no run: it holds where the plan has that very hash. */
  approve?: string
}

export interface MadePlan {
  plan: Plan
  /** The hash of the approval, for changes that needed one. */
  approvals: ReadonlyMap<Change, string>
  /** What waits under the plan's hash. */
  withheld: readonly StepKey[]
  /** What an approval of this very plan covers that no run had told before. */
  approvedSteps: readonly StepKey[]
}

/** The plan in a fixed order, with what the guard holds back set apart. */
export function makePlan(input: PlanInput): MadePlan {
  const { target, approve, approved } = input
  const made = divide(input, approved)
  if (approve === undefined || approve !== made.plan.planHash || made.withheld.length === 0) return made
  const now = new Map([...approved, ...made.withheld.map((step) => [step, approve] as const)])
  const { plan, approvals } = divide(input, now)
  // The hash stays the one that was approved: there is nothing left that waits.
  return {
    plan: { ...plan, target, planHash: approve },
    approvals,
    withheld: [],
    approvedSteps: made.withheld,
  }
}

function divide(input: PlanInput, approved: ApprovedSteps): MadePlan {
  const { checks, tripped } = guard(input)
  const sorted = [...input.groups].sort(byId)
  const divided = sorted.map((group) => ({ group, ...divideChanges(group, tripped, approved) }))
  const withheld = stepsOfGroups(divided.map(({ group, withheld }) => ({ id: group.id, changes: withheld })))
  const steps = withheld.length > 0 ? withheld : stepsOfGroups(sorted)
  return {
    plan: {
      target: input.target,
      planHash: hashOf(input.target, steps),
      groups: divided.map(({ group, changes, withheld }) => planned(group, changes, withheld)),
      skippedGroups: [...input.skippedGroups].sort(byId),
      guard: { checks, tripped },
    },
    approvals: new Map(divided.flatMap(({ approvals }) => [...approvals])),
    withheld,
    approvedSteps: [],
  }
}

/** Without what only the guard needs. */
function planned(group: PlannedGroup, changes: Change[], withheld: Change[]): GroupPlan {
  const { id, displayName, dn, waiting, skippedMembers, skippedValues, error } = group
  const isPending = changes.length + waiting.length > 0
  return {
    id,
    displayName,
    dn,
    status: withheld.length > 0 ? 'withheld' : error ? 'failed' : isPending ? 'pending' : 'inSync',
    changes,
    withheld,
    waiting,
    skippedMembers,
    skippedValues,
    ...(error && { error }),
  }
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
