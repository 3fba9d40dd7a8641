/** Observes both sides, plans, and lets the guard divide the plan. */
import type { Problem } from '../errors.js'
import { stoppable } from '../util/stoppable.js'
import { makePlan, type MadePlan } from '../planner/plan.js'
import { privilegedNotices } from '../planner/privileged.js'
import { readApproved, type Approved } from './approvals.js'
import type { Ports } from './ports.js'
import type { Command, Planned, Run } from './run.js'
import { delayFailed } from './failedGroups.js'

export async function planRun(ports: Ports, command: Command, run: Run): Promise<Planned> {
  const { target, limits, approve, signal, onEvent } = run
  onEvent({ type: 'phase', phase: 'reading' })
  // Nothing is written yet: the answer of a silent server need not be waited for.
  const observed = await stoppable(command.observe(), signal)
  onEvent({ type: 'phase', phase: 'planning' })
  const now = ports.now()
  const troubles = observed.namedIds || run.full ? [] : await ports.state.readTroubles()
  const groups = delayFailed(observed.groups, troubles, now)
  const approved = await readApproved(ports.state, { approve, now, approvalForMs: limits.approvalForMs })
  const made = makePlan({ ...observed, groups, target, limits, approved: approved.steps, approve })
  const problems = [
    ...observed.notices,
    ...privilegedNotices(groups, limits),
    ...staleApproval(made, approve, approved),
  ]
  return { ...observed, made, groups, approved, problems }
}

/** The approval was for other changes: what is held back stays held back. */
function staleApproval({ plan }: MadePlan, approve: string | undefined, { told }: Approved): Problem[] {
  if (approve === undefined || told || approve === plan.planHash) return []
  if (!plan.groups.some(({ withheld }) => withheld.length > 0)) return []
  return [
    {
      code: 'approvalStale',
      message: `No run reported the hash ${approve}; the withheld changes have the hash ${plan.planHash} now.`,
      hint: 'Review the plan again, then approve its hash.',
      details: { hash: plan.planHash },
    },
  ]
}
