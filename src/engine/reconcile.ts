/** One run: read, plan, guard, and then either report or write. */
import { hostname } from 'node:os'
import { WritebackError, type Problem } from '../errors.js'
import type { Change } from '../model/change.js'
import { containerProblem } from '../model/directory.js'
import type { OnEvent } from '../model/event.js'
import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Check, Report } from '../model/report.js'
import type { Limits } from '../model/settings.js'
import { stoppable } from '../model/stoppable.js'
import { makePlan } from '../planner/plan.js'
import { apply, type Outcome } from './apply.js'
import { failureOf } from './failure.js'
import type { Observation } from './observe.js'
import type { GroupSource, GroupTarget, StateStore } from './ports.js'
import { makeReport, type Run } from './report.js'
import { holdBack, updateTroubles } from './troubles.js'

export interface Ports {
  source: GroupSource
  target: GroupTarget
  state: StateStore
}

/** What a run found, and what it wants to be remembered. */
export interface Look extends Observation {
  /** Worth saying, but no failure. */
  notices?: Problem[]
  checks?: Check[]
  /** Ids of the only groups looked at; those are tried even when they failed lately. */
  only?: readonly string[]
  /** What people asked for, recorded once the guard let the plan pass. */
  remember?: (plan: Plan) => Intent
}

export interface RunRequest {
  run: Run
  /** Reads both sides, or the one that is needed. */
  look: () => Promise<Look>
  limits: Limits
  approve?: string
  /** Take the lease from whoever holds it. */
  breakLease?: boolean
  /** Try groups that failed lately as well. */
  full?: boolean
  signal?: AbortSignal
  onEvent: OnEvent
}

/** Never throws: whatever goes wrong is in the report. */
export async function reconcile(ports: Ports, request: RunRequest): Promise<Report> {
  try {
    if (request.run.dryRun) return summary(ports, request, await plan(ports, request))
    return await underLease(ports, request, async (lost) => {
      const signal = request.signal ? AbortSignal.any([request.signal, lost]) : lost
      const planned = await plan(ports, request)
      return summary(ports, request, planned, await write(ports, { ...request, signal }, planned))
    })
  } catch (error) {
    return failed(ports, request, error)
  }
}

function summary(ports: Ports, { run }: RunRequest, planned: Planned, outcome?: Outcome): Report {
  const problems = [...planned.problems, ...(outcome?.fatal ? [outcome.fatal] : [])]
  return makeReport(run, { ...planned, problems, outcomes: outcome?.groups, cost: costOf(ports) }, new Date())
}

function failed(ports: Ports, { run, signal }: RunRequest, error: unknown): Report {
  return makeReport(run, { problems: failureOf(error, signal).problems, cost: costOf(ports) }, new Date())
}

/** One run at a time; a run that failed is remembered too. */
async function underLease(
  ports: Ports,
  request: RunRequest,
  work: (lost: AbortSignal) => Promise<Report>,
): Promise<Report> {
  const { runId, command } = request.run
  const holder = { runId, command, host: hostname(), pid: process.pid, since: new Date().toISOString() }
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

interface Planned extends Pick<Look, 'checks' | 'only' | 'remember'> {
  plan: Plan
  groupsSeen: number
  problems: Problem[]
}

async function plan(ports: Ports, request: RunRequest): Promise<Planned> {
  const { run, limits, approve, onEvent } = request
  onEvent({ type: 'phase', phase: 'reading' })
  // Nothing is written yet: what a silent server still owes need not be waited for.
  const look = await stoppable(request.look(), request.signal)
  onEvent({ type: 'phase', phase: 'planning' })
  const troubles = look.only || request.full ? [] : await ports.state.readTroubles()
  const groups = holdBack(look.groups, troubles, new Date())
  const made = makePlan({ ...look, groups, target: run.target, limits, approve })
  const problems = [...(look.notices ?? []), ...staleApproval(made, approve)]
  const { checks, only, remember } = look
  return {
    plan: made,
    groupsSeen: groups.length + look.skippedGroups.length,
    problems,
    checks,
    only,
    remember,
  }
}

/** The approval was for another plan: what is held back stays held back. */
function staleApproval(made: Plan, approve: string | undefined): Problem[] {
  if (approve === undefined || approve === made.planHash) return []
  if (!made.groups.some(({ withheld }) => withheld.length > 0)) return []
  return [
    {
      code: 'approvalStale',
      message: `The approval is for plan ${approve}, but the plan is now ${made.planHash}.`,
      wayOut: 'Look at the plan again, then approve its hash.',
    },
  ]
}

async function write(ports: Ports, request: RunRequest, { plan, only, remember }: Planned): Promise<Outcome> {
  const { state, target } = ports
  const { run, signal, onEvent } = request
  const changed = plan.groups.filter(({ changes }) => changes.length > 0)
  const intents = changed.flatMap(({ id, changes }) => changes.map((change) => ({ group: id, change })))
  await ensureWritable(target, run.target, intents)
  if (remember) await state.writeIntent(remember(plan))
  const outcome: Outcome = { groups: new Map() }
  if (intents.length > 0) {
    onEvent({ type: 'phase', phase: 'applying' })
    const head = { ...run, startedAt: run.startedAt.toISOString(), planHash: plan.planHash }
    const journal = await state.openJournal(head, intents)
    Object.assign(outcome, await apply(changed, { target, journal, signal, onEvent }))
    await journal.close().catch((error: unknown) => {
      outcome.fatal ??= failureOf(error, undefined).problems[0]
    })
  }
  const looked = { groups: plan.groups, outcomes: outcome.groups, only }
  await state.writeTroubles(updateTroubles(await state.readTroubles(), looked, new Date()))
  return outcome
}

/** A right that is missing is missing for every new group: said once, before anything is begun. */
async function ensureWritable(
  target: GroupTarget,
  container: string,
  intents: ReadonlyArray<{ change: Change }>,
) {
  if (!intents.some(({ change }) => change.type === 'createGroup')) return
  const problem = containerProblem((await target.facts()).container, container)
  if (problem) throw new WritebackError(problem.code, problem.message, { wayOut: problem.wayOut })
}

const costOf = ({ source, target }: Ports): Report['cost'] => ({
  graphRequests: source.requests(),
  directoryRequests: target.requests(),
  peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
})
