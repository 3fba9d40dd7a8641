/** Observes both sides, plans, and lets the guard divide the plan into written and withheld changes. */
import type { Problem } from '../errors.js'
import { rejectOnAbort } from '../util/rejectOnAbort.js'
import { makePlan, type PlanResult } from '../planner/plan.js'
import { privilegedNotices } from '../planner/privileged.js'
import { readValidApprovals, type ValidApprovals } from './approvals.js'
import type { Ports } from './ports.js'
import type { Command, PlannedRun, Run } from './run.js'
import { delayFailedGroups } from './failedGroups.js'

export async function planRun(ports: Ports, command: Command, run: Run): Promise<PlannedRun> {
  const { target, limits, approve, signal, onEvent } = run
  onEvent({ type: 'phase', phase: 'reading' })
  // Nothing is written yet, so a cancelled run need not wait for a server that sends no response.
  const observed = await rejectOnAbort(command.observe(), signal)
  onEvent({ type: 'phase', phase: 'planning' })
  const now = ports.now()
  const failedGroups = observed.namedIds || run.full ? [] : await ports.state.readFailedGroups()
  const groups = delayFailedGroups(observed.groups, failedGroups, now)
  const approved = await readValidApprovals(ports.state, {
    approve,
    now,
    approvalForMs: limits.approvalForMs,
  })
  const made = makePlan({ ...observed, groups, target, limits, approved: approved.steps, approve })
  const problems = [
    ...observed.notices,
    ...privilegedNotices(groups, limits),
    ...staleApprovalNotices(made, approve, approved),
  ]
  return { ...observed, made, groups, approved, problems }
}

/** Reports an approval hash that covers none of the withheld changes; these stay withheld. */
function staleApprovalNotices(
  { plan }: PlanResult,
  approve: string | undefined,
  { reportedSteps }: ValidApprovals,
): Problem[] {
  if (approve === undefined || reportedSteps || approve === plan.planHash) return []
  if (!plan.groups.some(({ withheld }) => withheld.length > 0)) return []
  return [
    {
      code: 'approvalStale',
      message: `No run reported the hash ${approve}; the hash of the withheld changes is now ${plan.planHash}.`,
      hint: 'Review the plan again, then approve its hash.',
      details: { hash: plan.planHash },
    },
  ]
}
