/** Writes a plan: groups first, then members, then deletions, so that nested groups resolve in one run. */
import pMap from 'p-map'
import type { ErrorCode } from '../errorCodes.js'
import { WritebackError, type Problem } from '../errors.js'
import { partOfRemoval, type Change } from '../model/change.js'
import type { OnEvent } from '../model/event.js'
import type { JournalOutcome } from '../model/journal.js'
import type { MemberReference, SkippedMember } from '../model/member.js'
import type { GroupPlan } from '../model/plan.js'
import type { MemberReason } from '../model/reason.js'
import { memberKey } from '../planner/steps.js'
import { failureOf } from './failure.js'
import type { Applied, GroupTarget, Journal } from './ports.js'

export interface ApplyContext {
  target: GroupTarget
  journal: Journal
  signal?: AbortSignal
  onEvent: OnEvent
}

/** What became of one group. */
export interface GroupOutcome {
  done: Change[]
  refused: SkippedMember[]
  /** Of an object that was created or taken over. */
  guid?: string
  error?: Problem
}

export interface Outcome {
  groups: Map<string, GroupOutcome>
  /** What ended the run early: the directory is gone, or somebody stopped it. */
  fatal?: Problem
}

/** Groups in hand at a time: a few requests in flight hide the latency; more only queue in the directory. */
const groupsAtATime = 8

const passes: ReadonlyArray<ReadonlyArray<Change['type']>> = [
  ['adoptGroup', 'restoreGroup', 'createGroup', 'renameGroup', 'moveGroup', 'updateGroup'],
  ['removeMembers', 'addMembers'],
  ['deleteGroup'],
]

const fatalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'directoryUnreachable',
  'bindRefused',
  'leaseHeld',
  'aborted',
])

interface Step {
  change: Change
  /** Its place in the journal. */
  index: number
}

interface Progress extends Outcome {
  created: Map<string, Applied>
  done: number
  total: number
}

export async function applyChanges(groups: readonly GroupPlan[], context: ApplyContext): Promise<Outcome> {
  let index = 0
  const busy = groups.map((group) => ({
    group,
    steps: group.changes.map((change) => ({ change, index: index++ })),
  }))
  const progress: Progress = { groups: new Map(), created: new Map(), done: 0, total: index }
  for (const pass of passes) {
    const perGroup = ({ group, steps }: (typeof busy)[number]) =>
      inOrder(
        group,
        steps.filter(({ change }) => pass.includes(change.type)),
        progress,
        context,
      )
    await pMap(busy, perGroup, { concurrency: groupsAtATime })
  }
  return { groups: progress.groups, fatal: progress.fatal }
}

/** One group's steps of a pass; the first that fails ends them, for this group alone. */
async function inOrder(group: GroupPlan, steps: readonly Step[], progress: Progress, context: ApplyContext) {
  const outcome = progress.groups.get(group.id) ?? { done: [], refused: [] }
  progress.groups.set(group.id, outcome)
  for (const { change, index } of steps) {
    if (outcome.error || progress.fatal) return
    const entry = await attempt(group.id, change, outcome, progress, context)
    // A journal that cannot be written any more ends the run: what is written from now on could not be explained.
    await context.journal.outcome(index, entry).catch((error: unknown) => {
      progress.fatal ??= problemOf(error, undefined)
    })
    context.onEvent({ type: 'progress', phase: 'applying', done: ++progress.done, total: progress.total })
  }
}

async function attempt(
  id: string,
  change: Change,
  outcome: GroupOutcome,
  progress: Progress,
  context: ApplyContext,
): Promise<JournalOutcome> {
  try {
    context.signal?.throwIfAborted()
    const { guid, refused, unchanged } = await write(id, change, outcome, progress, context)
    const guids = (members: readonly MemberReference[]) => members.map((member) => memberKey(member))
    return {
      outcome: refused.length > 0 ? 'partial' : 'done',
      ...(guid !== undefined && { guid }),
      ...(refused.length > 0 && { refused: guids(refused.map(({ member }) => member)) }),
      ...(unchanged.length > 0 && { unchanged: guids(unchanged) }),
    }
  } catch (error) {
    const problem = problemOf(error, context.signal)
    if (fatalCodes.has(problem.code)) progress.fatal ??= problem
    else outcome.error = problem
    return { outcome: 'failed', problem }
  }
}

async function write(
  id: string,
  change: Change,
  outcome: GroupOutcome,
  progress: Progress,
  { target, onEvent }: ApplyContext,
): Promise<Applied> {
  const resolved = change.type === 'addMembers' ? withCreated(id, change, outcome, progress.created) : change
  if (change.type === 'addMembers') await ensureUnprivileged(outcome, target)
  const applied = await target.apply(resolved)
  if (change.type === 'createGroup') progress.created.set(id, applied)
  if (applied.guid !== undefined && makesOurs.has(change.type)) outcome.guid = applied.guid
  const refused = new Set(applied.refused.map(({ member }) => member))
  outcome.refused.push(...applied.refused.map(({ member }) => skipped(member, 'refusedByDirectory')))
  const [first] = applied.refused
  if (first) outcome.error = refusal(applied.refused.length, first.message)
  outcome.done.push('members' in resolved ? without(resolved, refused) : resolved)
  onEvent({ type: 'change', id, change: resolved })
  return applied
}

/** What was restored comes back with the groups that it stood in, where AD has a recycle bin: nobody could see them before. */
async function ensureUnprivileged({ done }: GroupOutcome, target: GroupTarget): Promise<void> {
  const [restored] = done.filter((change) => change.type === 'restoreGroup')
  if (!restored) return
  const [path] = (await target.findProtectedParents([restored.guid])).get(restored.guid) ?? []
  if (!path) return
  throw new WritebackError(
    'protectedObject',
    `${restored.dn} was restored inside a protected group: ${path.join(' → ')}. Nobody was added.`,
    { hint: 'Run again: the next run asks for an approval.' },
  )
}

const makesOurs: ReadonlySet<Change['type']> = new Set<Change['type']>([
  'createGroup',
  'adoptGroup',
  'restoreGroup',
])

/** Puts in the GUIDs of groups that this run created; a nested group that failed is left out, with its reason. */
function withCreated(
  id: string,
  change: Extract<Change, { type: 'addMembers' }>,
  outcome: GroupOutcome,
  created: ReadonlyMap<string, Applied>,
): Change {
  const guid = change.guid ?? created.get(id)?.guid
  const members = change.members.flatMap((member) => {
    const known = member.guid ?? created.get(member.group ?? '')?.guid
    if (known !== undefined) return [{ ...member, guid: known }]
    outcome.refused.push(skipped(member, 'groupNotWritten'))
    return []
  })
  return { ...change, ...(guid !== undefined && { guid }), members }
}

/** What was done of a change, without the members that were refused. */
function without(
  change: Extract<Change, { members: MemberReference[] }>,
  refused: ReadonlySet<MemberReference>,
): Change {
  if (refused.size === 0 || change.type === 'deleteGroup') return change
  const keep = (member: MemberReference) => !refused.has(member)
  return change.type === 'removeMembers'
    ? partOfRemoval(change, keep)
    : { ...change, members: change.members.filter(keep) }
}

const skipped = ({ id, displayName, dn }: MemberReference, reason: MemberReason): SkippedMember => ({
  id: id ?? dn ?? '',
  ...(displayName !== undefined && { displayName }),
  reason,
})

function refusal(count: number, message: string): Problem {
  return { code: 'directoryRefused', message: `The directory refused ${count} of the members: ${message}` }
}

function problemOf(error: unknown, signal: AbortSignal | undefined): Problem {
  return failureOf(error, signal).problems[0]
}
