/** Makes the plan of a run: checks the limits, withholds changes without an approval, and computes the plan's hash. */
import type { Change } from '../model/change.js'
import type { GroupPlan, Plan } from '../model/plan.js'
import type { SkippedGroup } from '../model/reason.js'
import { checkLimits, type GuardInput } from './guard.js'
import type { PlannedGroup } from './plannedGroup.js'
import { hashSteps, groupSteps, type StepKey } from './steps.js'
import { divideChanges, type ApprovedSteps } from './withhold.js'

export interface PlanInput extends GuardInput {
  target: string
  skippedGroups: readonly SkippedGroup[]
  /** The steps that are approved, before or with this run. */
  approved: ApprovedSteps
  /** A hash that was approved, but that no run reported; it is valid if this plan has the same hash. */
  approve?: string
}

export interface PlanResult {
  plan: Plan
  /** The hashes of the approvals, for changes that needed one. */
  approvals: ReadonlyMap<Change, string>
  /** The steps that are withheld under the plan's hash. */
  withheld: readonly StepKey[]
  /** The steps that `approve` covers, which no run reported before. */
  approvedSteps: readonly StepKey[]
}

/** Makes the plan, with its groups in a fixed order and the changes that the guard withholds. */
export function makePlan(input: PlanInput): PlanResult {
  const { target, approve, approved } = input
  const made = planApproved(input, approved)
  if (approve === undefined || approve !== made.plan.planHash || made.withheld.length === 0) return made
  const allApproved = new Map([...approved, ...made.withheld.map((step) => [step, approve] as const)])
  const { plan, approvals } = planApproved(input, allApproved)
  // Nothing is withheld any more; the plan keeps the hash that was approved.
  return {
    plan: { ...plan, target, planHash: approve },
    approvals,
    withheld: [],
    approvedSteps: made.withheld,
  }
}

/** Makes the plan, given the approved steps. */
function planApproved(input: PlanInput, approved: ApprovedSteps): PlanResult {
  const { checks, tripped } = checkLimits(input)
  const sorted = [...input.groups].sort(byId)
  const divided = sorted.map((group) => ({ group, ...divideChanges(group, tripped, approved) }))
  const withheld = groupSteps(divided.map(({ group, withheld }) => ({ id: group.id, changes: withheld })))
  const steps = withheld.length > 0 ? withheld : groupSteps(sorted)
  return {
    plan: {
      target: input.target,
      planHash: hashSteps(input.target, steps),
      groups: divided.map(({ group, changes, withheld }) => toGroupPlan(group, changes, withheld)),
      skippedGroups: [...input.skippedGroups].sort(byId),
      guard: { checks, tripped },
    },
    approvals: new Map(divided.flatMap(({ approvals }) => [...approvals])),
    withheld,
    approvedSteps: [],
  }
}

/** Omits the facts that only the guard needs. */
function toGroupPlan(group: PlannedGroup, changes: Change[], withheld: Change[]): GroupPlan {
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
