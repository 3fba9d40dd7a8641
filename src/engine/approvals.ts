/** Reads and records approvals: each covers, for a limited time, the steps that were reported under its hash, and no more. */
import type { Approval } from '../model/approval.js'
import type { Change } from '../model/change.js'
import type { PlanResult } from '../planner/plan.js'
import type { StepKey } from '../planner/steps.js'
import { localAccountName, machineName } from './localIdentity.js'
import type { StateStore } from './ports.js'

export interface ValidApprovals {
  /** The approved steps, each with the hash of its approval. */
  steps: ReadonlyMap<StepKey, string>
  /** The approvals that are valid now. */
  approvals: readonly Approval[]
  /** The steps that an earlier run reported under the hash given to this run. */
  reportedSteps?: readonly StepKey[]
}

export async function readValidApprovals(
  state: StateStore,
  { approve, now, approvalForMs }: { approve?: string; now: Date; approvalForMs: number },
): Promise<ValidApprovals> {
  const all = await state.readApprovals()
  const approvals = all.filter(({ at }) => isValidApproval(at, now, approvalForMs))
  const reportedSteps = approve === undefined ? undefined : await state.readWithheld(approve)
  const steps = new Map(approvals.flatMap((one) => one.steps.map((step) => [step, one.hash] as const)))
  if (approve !== undefined) for (const step of reportedSteps ?? []) steps.set(step, approve)
  return { steps, approvals, ...(reportedSteps && { reportedSteps }) }
}

/** An approval from the future is not valid: the clock was set back, or the approval is forged. */
function isValidApproval(at: string, now: Date, ms: number): boolean {
  const age = now.getTime() - Date.parse(at)
  return age >= 0 && age <= ms
}

/**
 * Records the steps that this run withholds, the approval that it was given, and which approvals it uses.
 * Returns the used approvals.
 */
export async function recordApprovals(
  state: StateStore,
  made: PlanResult,
  given: { approve?: string; approved: ValidApprovals; runId: string; now: Date },
): Promise<Approval[]> {
  const { approve, approved, runId, now } = given
  if (made.withheld.length > 0) await state.writeWithheld(made.plan.planHash, made.withheld)
  const steps = approve === undefined ? [] : (approved.reportedSteps ?? made.approvedSteps)
  const runs = approved.approvals.find(({ hash }) => hash === approve)?.runs ?? []
  const fresh: Approval[] =
    approve !== undefined && steps.length > 0
      ? [{ hash: approve, at: now.toISOString(), by: localAccountName(), host: machineName(), steps, runs }]
      : []
  const kept = approved.approvals.filter(({ hash }) => fresh.every((one) => one.hash !== hash))
  const approvals = [...kept, ...fresh].map((approval) =>
    isUsed(made, approval.hash) ? { ...approval, runs: [...approval.runs, runId] } : approval,
  )
  await state.writeApprovals(approvals)
  return approvals.filter(({ hash }) => isUsed(made, hash))
}

const isUsed = ({ approvals }: { approvals: ReadonlyMap<Change, string> }, hash: string): boolean =>
  [...approvals.values()].includes(hash)
