/** Records a run's results in the state, for later runs. */
import type { Problem } from '../errors.js'
import { mayBeCarriedOut } from '../model/journal.js'
import type { Memory } from '../model/memory.js'
import type { GroupPlan } from '../model/plan.js'
import { memoryAfterWriting, type WrittenGroup } from '../planner/nextMemory.js'
import type { GroupOutcome } from './applyChanges.js'
import { expectedMembers } from './expectedMembers.js'
import { heldAccess, heldAfterOrder } from './heldAccess.js'
import type { Ports } from './ports.js'
import type { PlannedRun, Run } from './run.js'
import { updateFailedGroups } from './failedGroups.js'
import type { JournalledOutcome } from './writeJournalled.js'

/** Records written objects, held access and failed groups, also if nothing was written. */
export async function rememberRun(
  ports: Ports,
  { command }: Run,
  { made, groups, namedIds, memory }: PlannedRun,
  { outcome, journal }: JournalledOutcome,
): Promise<void> {
  const { state } = ports
  const now = ports.now()
  if (memory) {
    await state.writeMemory(await nextMemory(ports, memory, groups, { made, outcome, journal }))
    const input = { plan: made.plan, outcome, before: await state.readHeldAccess() }
    await state.writeHeldAccess(
      command === 'disable'
        ? heldAfterOrder(input)
        : heldAccess({ ...input, planned: groups, namedIds, now }),
    )
  }
  const result = { groups: made.plan.groups, outcomes: outcome.groups, namedIds }
  await state.writeFailedGroups(updateFailedGroups(await state.readFailedGroups(), result, now))
}

async function nextMemory(
  ports: Ports,
  memory: Memory,
  groups: PlannedRun['groups'],
  { made, outcome, journal }: Pick<PlannedRun, 'made'> & JournalledOutcome,
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
        done: result?.appliedChanges ?? [],
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
  const { host, url } = await ports.target.currentController()
  const next = memoryAfterWriting(memory, written, host)
  return journal === undefined ? next : { ...next, url, journal }
}

/** A creation without a response may have succeeded: if the object exists, this run created it. */
function uncertainCreation(
  plan: GroupPlan | undefined,
  result: GroupOutcome | undefined,
  fatal: Problem | undefined,
): Pick<WrittenGroup, 'uncertain'> {
  const creation = plan?.changes.find((change) => change.type === 'createGroup')
  if (!creation || !result || result.guid !== undefined) return {}
  const code = (result.error ?? fatal)?.code
  return code !== undefined && mayBeCarriedOut(code) ? { uncertain: creation.dn } : {}
}
