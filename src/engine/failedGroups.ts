/** Groups that fail are tried again, less and less often, and stay listed until they heal. */
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { GroupOutcome } from './applyChanges.js'
import type { Trouble } from '../model/status.js'
import type { Problem } from '../errors.js'

const minute = 60_000
/** The next two runs try again as if nothing had been: most troubles are mended by then. */
const freeAttempts = 3
const longestPause = 24 * 60 * minute

/** When a group that has failed this often is tried again. */
export function nextTry(attempts: number, now: Date): Date {
  const pause =
    attempts < freeAttempts ? 0 : Math.min(5 * minute * 2 ** (attempts - freeAttempts), longestPause)
  return new Date(now.getTime() + pause)
}

/** Groups that failed lately wait until their next try. */
export function delayFailed(
  groups: readonly PlannedGroup[],
  troubles: readonly Trouble[],
  now: Date,
): PlannedGroup[] {
  const waiting = new Map(
    troubles.filter(({ nextTry }) => new Date(nextTry) > now).map((one) => [one.id, one]),
  )
  return groups.map((group) => {
    const trouble = waiting.get(group.id)
    return trouble && group.changes.length > 0
      ? { ...group, status: 'failed', changes: [], error: backingOff(trouble) }
      : group
  })
}

function backingOff({ attempts, since, nextTry, problem }: Trouble): Problem {
  return {
    code: 'backingOff',
    message: `Failed ${attempts} times since ${since}, last with ${problem.code}: ${problem.message} Tried again after ${nextTry}.`,
    hint: 'Name the group to try at once.',
  }
}

export interface Looked {
  groups: ReadonlyArray<{ id: string; displayName: string; error?: Problem }>
  outcomes: ReadonlyMap<string, GroupOutcome>
  /** Ids of the groups that a person named: the run looked at no other ones. */
  namedIds?: readonly string[]
}

/** The list after a run: failed again, newly failed, or healed. */
export function updateTroubles(before: readonly Trouble[], looked: Looked, now: Date): Trouble[] {
  const known = new Map(before.map((trouble) => [trouble.id, trouble]))
  const failing = looked.groups.flatMap(({ id, displayName, error }): Trouble[] => {
    const old = known.get(id)
    if (error?.code === 'backingOff') return old ? [old] : []
    const written = looked.outcomes.get(id)?.error
    const problem = error ?? written
    if (!problem) return []
    const attempts = written ? (old?.attempts ?? 0) + 1 : (old?.attempts ?? 0)
    const since = old?.since ?? now.toISOString()
    return [{ id, displayName, problem, since, attempts, nextTry: nextTry(attempts, now).toISOString() }]
  })
  const untouched = looked.namedIds ? before.filter(({ id }) => !looked.namedIds?.includes(id)) : []
  return [...untouched, ...failing]
}
