/** Writes a plan under a journal, and remembers what came of it. */
import { WritebackError, type Problem } from '../errors.js'
import type { Approval } from '../model/approval.js'
import { containerProblem } from '../model/directory.js'
import { isUnanswered, type JournalHead } from '../model/journal.js'
import type { Memory } from '../model/memory.js'
import type { GroupPlan } from '../model/plan.js'
import { rememberWritten, type WrittenGroup } from '../planner/nextMemory.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import { unapprovedChanges } from '../planner/unapproved.js'
import { accountName, machineName } from './actor.js'
import { apply, type GroupOutcome, type Outcome } from './apply.js'
import { recordApprovals } from './approvals.js'
import { expectedMembers } from './expectedMembers.js'
import { failureOf } from './failure.js'
import { heldAccess, heldAfterOrder } from './heldAccess.js'
import type { GroupTarget, Intended, Ports } from './ports.js'
import type { Planned, RunRequest } from './run.js'
import { updateTroubles } from './troubles.js'

export async function writePlan(ports: Ports, request: RunRequest, planned: Planned): Promise<Outcome> {
  const { state, target } = ports
  const { run, approve } = request
  const { made, remember, approved } = planned
  const intents = intentsOf(planned)
  await ensureWritable(target, run.target, intents)
  if (remember) await state.writeIntent(remember(made.plan))
  const given = { approve, approved, runId: run.runId, now: ports.now() }
  const used = await recordApprovals(state, made, given)
  const { outcome, journal } =
    intents.length > 0 ? await applyJournalled(ports, request, planned, intents, used) : noOutcome()
  await remembered(ports, run.command, planned, { outcome, journal })
  return outcome
}

function intentsOf({ made, groups, memory }: Planned): Intended[] {
  const isAsLeft = ({ id, fingerprint }: PlannedGroup) =>
    fingerprint !== undefined && memory?.groups[id]?.expected === fingerprint
  const asLeft = new Set(groups.filter(isAsLeft).map(({ id }) => id))
  return made.plan.groups.flatMap(({ id, changes }) =>
    changes.map((change): Intended => {
      const approval = made.approvals.get(change)
      return {
        group: id,
        change,
        ...(approval !== undefined && { approval }),
        ...(change.type === 'addMembers' && asLeft.has(id) && { joined: true }),
      }
    }),
  )
}

interface Applied {
  outcome: Outcome
  journal?: string
}

const noOutcome = (): Applied => ({ outcome: { groups: new Map() } })

async function applyJournalled(
  { state, target }: Ports,
  { run, origin, signal, onEvent }: RunRequest,
  { made }: Planned,
  intents: readonly Intended[],
  approvals: readonly Approval[],
): Promise<Applied> {
  onEvent({ type: 'phase', phase: 'applying' })
  const head: JournalHead = {
    runId: run.runId,
    command: run.command,
    target: run.target,
    startedAt: run.startedAt.toISOString(),
    planHash: made.plan.planHash,
    account: accountName(),
    host: machineName(),
    controller: (await target.controller(signal)).host,
    ...origin,
    approvals: approvals.map(({ hash, at, by, host }) => ({ hash, at, by, host })),
    unapproved: unapprovedChanges(intents, run.command),
  }
  const journal = await state.openJournal(head, intents)
  const changed = made.plan.groups.filter(({ changes }) => changes.length > 0)
  const outcome = await apply(changed, { target, journal, signal, onEvent })
  await journal.close().catch((error: unknown) => {
    outcome.fatal ??= failureOf(error, undefined).problems[0]
  })
  return { outcome, journal: journal.name }
}

/** What later runs have to know, whether anything was written or not. */
async function remembered(
  ports: Ports,
  command: string,
  { made, groups, only, memory }: Planned,
  { outcome, journal }: Applied,
): Promise<void> {
  const { state } = ports
  const now = ports.now()
  if (memory) {
    await state.writeMemory(await nextMemory(ports, memory, groups, { made, outcome, journal }))
    const held = { plan: made.plan, outcome, before: await state.readHeldAccess() }
    await state.writeHeldAccess(
      command === 'disable' ? heldAfterOrder(held) : heldAccess({ ...held, planned: groups, only, now }),
    )
  }
  const looked = { groups: made.plan.groups, outcomes: outcome.groups, only }
  await state.writeTroubles(updateTroubles(await state.readTroubles(), looked, now))
}

async function nextMemory(
  ports: Ports,
  memory: Memory,
  groups: Planned['groups'],
  { made, outcome, journal }: Pick<Planned, 'made'> & { outcome: Outcome; journal: string | undefined },
): Promise<Memory> {
  const plans = new Map(made.plan.groups.map((plan) => [plan.id, plan]))
  const written = groups
    .filter(({ isCompared }) => isCompared)
    .map((group): WrittenGroup => {
      const { id, membersBefore, withoutSid, ruleDigest } = group
      const result = outcome.groups.get(id)
      const plan = plans.get(id)
      const expected = expectedMembers(group, plan, outcome)
      const isOpen = (plan?.withheld.length ?? 0) + (plan?.waiting.length ?? 0) > 0
      const error = result?.error ?? plan?.error
      return {
        id,
        done: result?.done ?? [],
        membersBefore,
        isOpen: isOpen || error !== undefined,
        ...(result?.guid !== undefined && { guid: result.guid }),
        ...uncertainCreation(plan, result, outcome.fatal),
        ...(expected !== undefined && { expected }),
        ...(withoutSid !== undefined && { withoutSid }),
        ...(ruleDigest !== undefined && { ruleDigest }),
        ...(error?.code === 'restoreRefused' && { restoreRefused: true }),
      }
    })
  const { host, url } = await ports.target.controller()
  const next = rememberWritten(memory, written, host)
  return journal === undefined ? next : { ...next, url, journal }
}

/** A creation that got no answer may have been carried out: the object is ours if it is there. */
function uncertainCreation(
  plan: GroupPlan | undefined,
  result: GroupOutcome | undefined,
  fatal: Problem | undefined,
): Pick<WrittenGroup, 'uncertain'> {
  const creation = plan?.changes.find((change) => change.type === 'createGroup')
  if (!creation || !result || result.guid !== undefined) return {}
  const code = (result.error ?? fatal)?.code
  return code !== undefined && isUnanswered(code) ? { uncertain: creation.dn } : {}
}

/** A right that is missing is missing for every new group: said once, before anything is begun. */
async function ensureWritable(target: GroupTarget, container: string, intents: readonly Intended[]) {
  if (!intents.some(({ change }) => change.type === 'createGroup')) return
  const problem = containerProblem((await target.facts()).container, container)
  if (problem) throw new WritebackError(problem.code, problem.message, { hint: problem.hint })
}
