/** Retries failed groups with growing pauses, and lists them until they succeed. */
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { GroupOutcome } from './applyChanges.js'
import type { Trouble } from '../model/status.js'
import type { Problem } from '../errors.js'

const minute = 60_000
/** The next two runs retry without a pause: most failures are gone by then. */
const freeAttempts = 3
const longestPause = 24 * 60 * minute

/** The time of the next retry of a group that has failed `attempts` times. */
export function nextRetryTime(attempts: number, now: Date): Date {
  const pause =
    attempts < freeAttempts ? 0 : Math.min(5 * minute * 2 ** (attempts - freeAttempts), longestPause)
  return new Date(now.getTime() + pause)
}

/** Replaces the changes of groups whose next retry is not due yet by the error `backingOff`. */
export function delayFailedGroups(
  groups: readonly PlannedGroup[],
  failedGroups: readonly Trouble[],
  now: Date,
): PlannedGroup[] {
  const waiting = new Map(
    failedGroups.filter(({ nextTry }) => new Date(nextTry) > now).map((one) => [one.id, one]),
  )
  return groups.map((group) => {
    const failedGroup = waiting.get(group.id)
    return failedGroup && group.changes.length > 0
      ? { ...group, status: 'failed', changes: [], error: backingOffProblem(failedGroup) }
      : group
  })
}

function backingOffProblem({ attempts, since, nextTry, problem }: Trouble): Problem {
  return {
    code: 'backingOff',
    message: `Failed ${attempts} times since ${since}, most recently with ${problem.code}: ${problem.message} Next retry after ${nextTry}.`,
    hint: 'Name the group to retry it now.',
  }
}

export interface ReadGroupResults {
  groups: ReadonlyArray<{ id: string; displayName: string; error?: Problem }>
  outcomes: ReadonlyMap<string, GroupOutcome>
  /** Ids of the groups that a person named: the run read no others. */
  namedIds?: readonly string[]
}

/**
 * The failed groups after a run: groups that failed again or for the first time, and groups that the run did not read.
 * A group that succeeded is not in the list any more.
 */
export function updateFailedGroups(
  before: readonly Trouble[],
  results: ReadGroupResults,
  now: Date,
): Trouble[] {
  const earlier = new Map(before.map((group) => [group.id, group]))
  const failing = results.groups.flatMap(({ id, displayName, error }): Trouble[] => {
    const old = earlier.get(id)
    if (error?.code === 'backingOff') return old ? [old] : []
    const writeError = results.outcomes.get(id)?.error
    const problem = error ?? writeError
    if (!problem) return []
    const attempts = writeError ? (old?.attempts ?? 0) + 1 : (old?.attempts ?? 0)
    const since = old?.since ?? now.toISOString()
    return [
      { id, displayName, problem, since, attempts, nextTry: nextRetryTime(attempts, now).toISOString() },
    ]
  })
  const unread = results.namedIds ? before.filter(({ id }) => !results.namedIds?.includes(id)) : []
  return [...unread, ...failing]
}
