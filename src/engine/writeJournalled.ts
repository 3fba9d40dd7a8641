/** Records the intent of a run and writes its changes under a journal. */
import { WritebackError } from '../errors.js'
import type { Approval } from '../model/approval.js'
import { containerProblem } from '../model/directory.js'
import type { JournalHead } from '../model/journal.js'
import type { GroupPlan } from '../model/plan.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import { countUnapprovedChanges } from '../planner/unapprovedChanges.js'
import { localAccountName, machineName } from './localIdentity.js'
import { applyChanges, type ApplyOutcome } from './applyChanges.js'
import { recordApprovals } from './approvals.js'
import { runErrorFor } from './runError.js'
import type { GroupTarget, IntendedChange, Ports } from './ports.js'
import type { PlannedRun, Run } from './run.js'

export interface JournalledOutcome {
  outcome: ApplyOutcome
  /** The name of the journal; missing if there was nothing to write. */
  journal?: string
}

/** Records the intent and the approvals of this run; returns the approvals that it uses. */
export async function recordIntent(
  ports: Ports,
  { runId, approve, target: container }: Run,
  { made, intentAfter, approved }: PlannedRun,
): Promise<Approval[]> {
  const { state, target } = ports
  await ensureContainerWritable(target, container, made.plan.groups)
  if (intentAfter) await state.writeIntent(intentAfter(made.plan))
  return recordApprovals(state, made, { approve, approved, runId, now: ports.now() })
}

/** Applies the plan. Every change is in the journal before the first write. */
export async function applyJournalled(
  { state, target }: Ports,
  run: Run,
  planned: PlannedRun,
  approvals: readonly Approval[],
): Promise<JournalledOutcome> {
  const { signal, onEvent } = run
  const intents = intentsOf(planned)
  if (intents.length === 0) return { outcome: { groups: new Map() } }
  onEvent({ type: 'phase', phase: 'applying' })
  const { host } = await target.currentController(signal)
  const journal = await state.openJournal(
    headOf(run, planned, { controller: host, intents, approvals }),
    intents,
  )
  const changed = planned.made.plan.groups.filter(({ changes }) => changes.length > 0)
  const outcome = await applyChanges(changed, { target, journal, signal, onEvent })
  await journal.close().catch((error: unknown) => {
    outcome.fatal ??= runErrorFor(error, undefined).problems[0]
  })
  return { outcome, journal: journal.name }
}

interface HeadInput {
  controller: string
  intents: readonly IntendedChange[]
  approvals: readonly Approval[]
}

function headOf(
  { runId, command, target, startedAt, origin }: Run,
  { made }: PlannedRun,
  { controller, intents, approvals }: HeadInput,
): JournalHead {
  return {
    runId,
    command,
    target,
    startedAt: startedAt.toISOString(),
    planHash: made.plan.planHash,
    account: localAccountName(),
    host: machineName(),
    controller,
    ...origin,
    approvals: approvals.map(({ hash, at, by, host }) => ({ hash, at, by, host })),
    unapproved: countUnapprovedChanges(intents, command),
  }
}

function intentsOf({ made, groups, memory }: PlannedRun): IntendedChange[] {
  const isAsExpected = ({ id, fingerprint }: PlannedGroup) =>
    fingerprint !== undefined && memory?.groups[id]?.expected === fingerprint
  const asExpected = new Set(groups.filter(isAsExpected).map(({ id }) => id))
  return made.plan.groups.flatMap(({ id, changes }) =>
    changes.map((change): IntendedChange => {
      const approval = made.approvals.get(change)
      return {
        group: id,
        change,
        ...(approval !== undefined && { approval }),
        ...(change.type === 'addMembers' && asExpected.has(id) && { joined: true }),
      }
    }),
  )
}

/**
 * Checks the container before the first write if groups are to be created: a missing right concerns all of them, so it
 * fails the run once rather than each group.
 * @throws WritebackError `containerMissing` or `containerNotWritable`
 */
async function ensureContainerWritable(target: GroupTarget, container: string, groups: readonly GroupPlan[]) {
  const creates = groups.some(({ changes }) => changes.some(({ type }) => type === 'createGroup'))
  if (!creates) return
  const problem = containerProblem((await target.readFacts()).container, container)
  if (problem) throw new WritebackError(problem.code, problem.message, { hint: problem.hint })
}
