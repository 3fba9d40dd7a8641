/** Builds the report of a run: one shape for success, failure and dry run. */
import type { ErrorCode } from '../errorCodes.js'
import type { Problem } from '../errors.js'
import { runExitCode, isNotice, type RunStatus } from '../exitCodes.js'
import type { Change } from '../model/change.js'
import type { GroupPlan, GroupStatus, Plan } from '../model/plan.js'
import type { Check, Report, Totals } from '../model/report.js'
import type { GroupOutcome } from './applyChanges.js'
import type { RunHead } from './run.js'

export interface ReportInput {
  plan?: Plan
  /** Number of groups that were read. */
  groupsSeen?: number
  /** Missing in a dry run, whose totals count the planned changes. */
  outcomes?: ReadonlyMap<string, GroupOutcome>
  problems?: readonly Problem[]
  checks?: Check[]
  cost: Report['cost']
}

/** Problems of groups that a person named. If other groups could be planned, the run is `partial`, not `failed`. */
const namedGroupProblems: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'groupNotFound',
  'groupAmbiguous',
  'groupNotSupported',
  'groupSkipped',
])

export function makeReport(run: RunHead, result: ReportInput, now: Date): Report {
  const { plan, outcomes, problems = [] } = result
  const groups = (plan?.groups ?? []).map((group) =>
    outcomes ? withOutcome(group, outcomes.get(group.id)) : group,
  )
  const status = statusOf({
    groups,
    problems,
    isPlanned: plan !== undefined,
    isWritten: outcomes !== undefined,
  })
  return {
    runId: run.runId,
    command: run.command,
    dryRun: run.dryRun,
    target: run.target,
    startedAt: run.startedAt.toISOString(),
    durationMs: now.getTime() - run.startedAt.getTime(),
    status,
    exitCode: runExitCode(
      status,
      problems.map(({ code }) => code),
    ),
    planHash: plan?.planHash ?? '',
    totals: totalsOf(groups, plan?.skippedGroups.length ?? 0, result.groupsSeen ?? 0),
    groups: groups.filter(isListed).map(withSortedMembers),
    skippedGroups: plan?.skippedGroups ?? [],
    guard: plan?.guard ?? { checks: [], tripped: [] },
    cost: result.cost,
    problems: [...problems],
    ...(result.checks && { checks: result.checks }),
  }
}

/** A group after the run: its changes are those that were applied. */
function withOutcome(group: GroupPlan, outcome: GroupOutcome | undefined): GroupPlan {
  if (!outcome || group.changes.length === 0) return group
  const error = outcome.error ?? group.error
  return {
    ...group,
    status: statusAfter(group, outcome.appliedChanges, error),
    changes: outcome.appliedChanges,
    skippedMembers: [...group.skippedMembers, ...outcome.refused],
    ...(error && { error }),
  }
}

function statusAfter(group: GroupPlan, done: readonly Change[], error: Problem | undefined): GroupStatus {
  if (error) return done.length > 0 ? 'partial' : 'failed'
  if (group.withheld.length > 0) return 'withheld'
  return done.length === group.changes.length && group.waiting.length === 0 ? 'applied' : 'pending'
}

/**
 * | run-wide failure | withheld | groups failed, or named and not written | change waiting  | changes | status   |
 * |------------------|----------|-----------------------------------------|-----------------|---------|----------|
 * | yes              |          |                                         |                 |         | failed   |
 * | no               | yes      |                                         |                 |         | withheld |
 * | no               | no       | yes                                     |                 |         | partial  |
 * | no               | no       | no                                      | yes             |         | pending  |
 * | no               | no       | no                                      | no              | planned | pending  |
 * | no               | no       | no                                      | no              | written | applied  |
 * | no               | no       | no                                      | no              | none    | inSync   |
 */
function statusOf({ groups, problems, isPlanned, isWritten }: StatusInput): RunStatus {
  const codes = problems.map(({ code }) => code).filter((code) => !isNotice(code))
  if (codes.some((code) => !isPlanned || !namedGroupProblems.has(code))) return 'failed'
  if (groups.some(({ withheld }) => withheld.length > 0)) return 'withheld'
  if (codes.length > 0 || groups.some(({ error }) => error !== undefined)) return 'partial'
  if (groups.some(({ waiting }) => waiting.length > 0)) return 'pending'
  if (groups.every(({ changes }) => changes.length === 0)) return 'inSync'
  return isWritten ? 'applied' : 'pending'
}

interface StatusInput {
  groups: readonly GroupPlan[]
  problems: readonly Problem[]
  isPlanned: boolean
  isWritten: boolean
}

/** Groups in sync, without changes, problems or skipped values, are left out of the report. */
const isListed = (group: GroupPlan): boolean =>
  group.changes.length > 0 ||
  group.withheld.length > 0 ||
  group.waiting.length > 0 ||
  group.skippedMembers.length > 0 ||
  group.skippedValues.length > 0 ||
  group.error !== undefined

/** Sorted by display name, then id: the reading order is Graph's, so two reports could not be compared line by line. */
const withSortedMembers = (group: GroupPlan): GroupPlan => ({
  ...group,
  skippedMembers: [...group.skippedMembers].sort(
    (a, b) =>
      memberCollator.compare(a.displayName || a.id, b.displayName || b.id) ||
      memberCollator.compare(a.id, b.id),
  ),
})

/** A fixed language, so that every machine reports the same order. */
const memberCollator = new Intl.Collator('en', { numeric: true })

function totalsOf(groups: readonly GroupPlan[], skippedGroups: number, seen: number): Totals {
  const changes = groups.flatMap((group) => group.changes)
  const count = (type: Change['type']) => changes.filter((change) => change.type === type).length
  const members = (type: 'addMembers' | 'removeMembers') =>
    changes.reduce((sum, change) => sum + (change.type === type ? change.members.length : 0), 0)
  return {
    groups: seen,
    created: count('createGroup'),
    adopted: count('adoptGroup'),
    restored: count('restoreGroup'),
    updated: count('updateGroup'),
    renamed: count('renameGroup'),
    moved: count('moveGroup'),
    deleted: count('deleteGroup'),
    membersAdded: members('addMembers'),
    membersRemoved: members('removeMembers'),
    withheld: groups.filter(({ withheld }) => withheld.length > 0).length,
    waiting: groups.filter(({ waiting }) => waiting.length > 0).length,
    failed: groups.filter(({ error }) => error !== undefined).length,
    skippedGroups,
    skippedMembers: groups.reduce((sum, group) => sum + group.skippedMembers.length, 0),
  }
}
