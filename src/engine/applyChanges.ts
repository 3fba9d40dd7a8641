/** Writes a plan: groups first, then members, then deletions, so that nested groups resolve in one run. */
import pMap from 'p-map'
import type { ErrorCode } from '../errorCodes.js'
import { WritebackError, type Problem } from '../errors.js'
import { filterRemoval, type Change } from '../model/change.js'
import type { OnEvent } from '../model/event.js'
import type { JournalOutcome } from '../model/journal.js'
import type { MemberReference, SkippedMember } from '../model/member.js'
import type { GroupPlan } from '../model/plan.js'
import type { MemberReason } from '../model/reason.js'
import { memberKey } from '../planner/steps.js'
import { runErrorFor } from './runError.js'
import type { ApplyResult, GroupTarget, Journal } from './ports.js'

export interface ApplyContext {
  target: GroupTarget
  journal: Journal
  signal?: AbortSignal
  onEvent: OnEvent
}

/** The outcome for one group. */
export interface GroupOutcome {
  appliedChanges: Change[]
  refused: SkippedMember[]
  /** GUID of the object that this run created, adopted or restored. */
  guid?: string
  error?: Problem
}

export interface ApplyOutcome {
  groups: Map<string, GroupOutcome>
  /** The problem that ended the run early: the directory is unreachable, the run was cancelled, … */
  fatal?: Problem
}

/** Groups written concurrently: a few requests in flight hide the latency; more only queue in the directory. */
const concurrentWrites = 8

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

interface JournalledChange {
  change: Change
  /** Its index in the journal. */
  index: number
}

interface Progress extends ApplyOutcome {
  created: Map<string, ApplyResult>
  done: number
  total: number
}

export async function applyChanges(
  groups: readonly GroupPlan[],
  context: ApplyContext,
): Promise<ApplyOutcome> {
  let index = 0
  const numbered = groups.map((group) => ({
    group,
    changes: group.changes.map((change) => ({ change, index: index++ })),
  }))
  const progress: Progress = { groups: new Map(), created: new Map(), done: 0, total: index }
  for (const pass of passes) {
    const applyPass = ({ group, changes }: (typeof numbered)[number]) =>
      applyGroupChanges(
        group,
        changes.filter(({ change }) => pass.includes(change.type)),
        progress,
        context,
      )
    await pMap(numbered, applyPass, { concurrency: concurrentWrites })
  }
  return { groups: progress.groups, fatal: progress.fatal }
}

/** Applies one group's changes of a pass in order. The first failure ends the changes of this group alone. */
async function applyGroupChanges(
  group: GroupPlan,
  changes: readonly JournalledChange[],
  progress: Progress,
  context: ApplyContext,
) {
  const outcome = progress.groups.get(group.id) ?? { appliedChanges: [], refused: [] }
  progress.groups.set(group.id, outcome)
  for (const { change, index } of changes) {
    if (outcome.error || progress.fatal) return
    const entry = await attemptChange(group.id, change, outcome, progress, context)
    // A journal that can no longer be written ends the run: later writes could be neither explained nor undone.
    await context.journal.outcome(index, entry).catch((error: unknown) => {
      progress.fatal ??= firstProblem(error, undefined)
    })
    context.onEvent({ type: 'progress', phase: 'applying', done: ++progress.done, total: progress.total })
  }
}

/** Applies one change and returns its outcome for the journal; an error ends the group or, if fatal, the run. */
async function attemptChange(
  id: string,
  change: Change,
  outcome: GroupOutcome,
  progress: Progress,
  context: ApplyContext,
): Promise<JournalOutcome> {
  try {
    context.signal?.throwIfAborted()
    const { guid, refused, unchanged } = await applyChange(id, change, outcome, progress, context)
    const keys = (members: readonly MemberReference[]) => members.map((member) => memberKey(member))
    return {
      outcome: refused.length > 0 ? 'partial' : 'done',
      ...(guid !== undefined && { guid }),
      ...(refused.length > 0 && { refused: keys(refused.map(({ member }) => member)) }),
      ...(unchanged.length > 0 && { unchanged: keys(unchanged) }),
    }
  } catch (error) {
    const problem = firstProblem(error, context.signal)
    if (fatalCodes.has(problem.code)) progress.fatal ??= problem
    else outcome.error = problem
    return { outcome: 'failed', problem }
  }
}

/** Writes one change and adds the result to the group's outcome. */
async function applyChange(
  id: string,
  change: Change,
  outcome: GroupOutcome,
  progress: Progress,
  { target, onEvent }: ApplyContext,
): Promise<ApplyResult> {
  const resolved =
    change.type === 'addMembers' ? withCreatedGuids(id, change, outcome, progress.created) : change
  if (change.type === 'addMembers') await ensureUnprivileged(outcome, target)
  const applied = await target.apply(resolved)
  if (change.type === 'createGroup') progress.created.set(id, applied)
  if (applied.guid !== undefined && typesThatSetGuid.has(change.type)) outcome.guid = applied.guid
  const refused = new Set(applied.refused.map(({ member }) => member))
  outcome.refused.push(...applied.refused.map(({ member }) => refusedMember(member, 'refusedByDirectory')))
  const [first] = applied.refused
  if (first) outcome.error = refusedMembersProblem(applied.refused.length, first.message)
  outcome.appliedChanges.push('members' in resolved ? withoutRefused(resolved, refused) : resolved)
  onEvent({ type: 'change', id, change: resolved })
  return applied
}

/**
 * Checks a restored group before members are added: with AD's recycle bin it comes back as a member of its former
 * groups, which no read could show before.
 * @throws WritebackError `protectedObject` if one of them is protected
 */
async function ensureUnprivileged({ appliedChanges }: GroupOutcome, target: GroupTarget): Promise<void> {
  const [restored] = appliedChanges.filter((change) => change.type === 'restoreGroup')
  if (!restored) return
  const [path] = (await target.findProtectedParents([restored.guid])).get(restored.guid) ?? []
  if (!path) return
  throw new WritebackError(
    'protectedObject',
    `${restored.dn} was restored as a member of a protected group: ${path.join(' → ')}. No members were added.`,
    { hint: 'Run again, then approve the additions that the next run withholds.' },
  )
}

/** Changes that bind an object to the group; their result has its GUID. */
const typesThatSetGuid: ReadonlySet<Change['type']> = new Set<Change['type']>([
  'createGroup',
  'adoptGroup',
  'restoreGroup',
])

/** Fills in the GUIDs of groups that this run created; a nested group that failed is skipped, with its reason. */
function withCreatedGuids(
  id: string,
  change: Extract<Change, { type: 'addMembers' }>,
  outcome: GroupOutcome,
  created: ReadonlyMap<string, ApplyResult>,
): Change {
  const guid = change.guid ?? created.get(id)?.guid
  const members = change.members.flatMap((member) => {
    const known = member.guid ?? created.get(member.group ?? '')?.guid
    if (known !== undefined) return [{ ...member, guid: known }]
    outcome.refused.push(refusedMember(member, 'groupNotWritten'))
    return []
  })
  return { ...change, ...(guid !== undefined && { guid }), members }
}

/** The applied part of a change: without the members that the directory refused. */
function withoutRefused(
  change: Extract<Change, { members: MemberReference[] }>,
  refused: ReadonlySet<MemberReference>,
): Change {
  if (refused.size === 0 || change.type === 'deleteGroup') return change
  const keep = (member: MemberReference) => !refused.has(member)
  return change.type === 'removeMembers'
    ? filterRemoval(change, keep)
    : { ...change, members: change.members.filter(keep) }
}

const refusedMember = ({ id, displayName, dn }: MemberReference, reason: MemberReason): SkippedMember => ({
  id: id ?? dn ?? '',
  ...(displayName !== undefined && { displayName }),
  reason,
})

function refusedMembersProblem(count: number, message: string): Problem {
  return { code: 'directoryRefused', message: `The directory refused ${count} of the members: ${message}` }
}

function firstProblem(error: unknown, signal: AbortSignal | undefined): Problem {
  return runErrorFor(error, signal).problems[0]
}
