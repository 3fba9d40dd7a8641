/** One run: observe, plan, guard, and then either report or write. */
import type { Problem } from '../errors.js'
import type { Report } from '../model/report.js'
import { stoppable } from '../model/stoppable.js'
import { makePlan, type MadePlan } from '../planner/plan.js'
import { privilegedNotices } from '../planner/privileged.js'
import { accountName, machineName } from './actor.js'
import type { Outcome } from './apply.js'
import { readApproved, type Approved } from './approvals.js'
import { failureOf } from './failure.js'
import type { Ports } from './ports.js'
import { makeReport } from './report.js'
import { holdBack } from './troubles.js'
import type { Planned, RunRequest } from './run.js'
import { writePlan } from './writePlan.js'

/** Never throws: whatever goes wrong is in the report. */
export async function reconcile(ports: Ports, request: RunRequest): Promise<Report> {
  try {
    if (request.run.dryRun) return summary(ports, request, await plan(ports, request))
    return await underLease(ports, request, async (lost) => {
      const signal = request.signal ? AbortSignal.any([request.signal, lost]) : lost
      const planned = await plan(ports, request)
      return summary(ports, request, planned, await writePlan(ports, { ...request, signal }, planned))
    })
  } catch (error) {
    return failed(ports, request, error)
  }
}

function summary(ports: Ports, { run }: RunRequest, planned: Planned, outcome?: Outcome): Report {
  const { made, checks, groupsSeen } = planned
  const problems = [...planned.problems, ...(outcome?.fatal ? [outcome.fatal] : [])]
  const result = { plan: made.plan, checks, groupsSeen, problems, outcomes: outcome?.groups }
  return makeReport(run, { ...result, cost: costOf(ports) }, ports.now())
}

function failed(ports: Ports, { run, signal }: RunRequest, error: unknown): Report {
  return makeReport(run, { problems: failureOf(error, signal).problems, cost: costOf(ports) }, ports.now())
}

/** One run at a time; a run that failed is remembered too. */
async function underLease(
  ports: Ports,
  request: RunRequest,
  work: (lost: AbortSignal) => Promise<Report>,
): Promise<Report> {
  const { runId, command } = request.run
  const since = ports.now().toISOString()
  const holder = { runId, command, host: machineName(), account: accountName(), pid: process.pid, since }
  const lease = await ports.state.takeLease(holder, request.breakLease ?? false)
  try {
    const report = await work(lease.lost).catch((error: unknown) => failed(ports, request, error))
    const { startedAt, status, planHash } = report
    await ports.state.writeLastRun({ runId, command, startedAt, status, planHash })
    return report
  } finally {
    await lease.release()
  }
}

async function plan(ports: Ports, request: RunRequest): Promise<Planned> {
  const { run, limits, approve, onEvent } = request
  onEvent({ type: 'phase', phase: 'reading' })
  // Nothing is written yet: what a silent server still owes need not be waited for.
  const look = await stoppable(request.look(), request.signal)
  onEvent({ type: 'phase', phase: 'planning' })
  const now = ports.now()
  const troubles = look.only || request.full ? [] : await ports.state.readTroubles()
  const groups = holdBack(look.groups, troubles, now)
  const { approvalForMs } = limits
  const approved = await readApproved(ports.state, { approve, now, approvalForMs })
  const target = run.target
  const made = makePlan({ ...look, groups, target, limits, approved: approved.steps, approve })
  const { checks, only, remember, memory, notices } = look
  return {
    made,
    groups,
    approved,
    groupsSeen: groups.length + look.skippedGroups.length,
    problems: [...notices, ...privilegedNotices(groups, limits), ...staleApproval(made, approve, approved)],
    checks,
    only,
    remember,
    memory,
  }
}

/** The approval was for other changes: what is held back stays held back. */
function staleApproval({ plan }: MadePlan, approve: string | undefined, { told }: Approved): Problem[] {
  if (approve === undefined || told || approve === plan.planHash) return []
  if (!plan.groups.some(({ withheld }) => withheld.length > 0)) return []
  return [
    {
      code: 'approvalStale',
      message: `No run told the hash ${approve}, and what is held back now has the hash ${plan.planHash}.`,
      hint: 'Look at the plan again, then approve its hash.',
    },
  ]
}

const costOf = ({ source, target }: Ports): Report['cost'] => ({
  graphRequests: source.requests(),
  directoryRequests: target.requests(),
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
})
