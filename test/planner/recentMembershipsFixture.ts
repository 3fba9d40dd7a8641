/** Changes of recent runs with their outcomes, as recorded in journals. */
import type { ErrorCode } from '../../src/errorCodes.js'
import type { Change } from '../../src/model/change.js'
import type { JournalOutcome } from '../../src/model/journal.js'
import { createMembershipRecorder, type RecordedChange } from '../../src/planner/recentMemberships.js'

export type Outcome = NonNullable<RecordedChange['outcome']>

export const at = '2026-01-02T03:04:05.678Z'

export const outcome = (index: number, more: JournalOutcome = { outcome: 'done' }): Outcome => ({
  type: 'outcome',
  index,
  at,
  ...more,
})

const newcomers = ({ type }: Change): Pick<RecordedChange, 'joined'> =>
  type === 'addMembers' ? { joined: true } : {}

/** A completed change of group `a`; additions are joins by default: AD was as the last run left it. */
export const done = (change: Change, more: Partial<RecordedChange> = {}): RecordedChange => ({
  group: 'a',
  change,
  outcome: outcome(0),
  ...newcomers(change),
  ...more,
})
/** An addition to group `a` that repairs drift: AD was not as the last run left it. */
export const repaired = (change: Change): RecordedChange => ({ group: 'a', change, outcome: outcome(0) })
export const unknown = (change: Change): RecordedChange => ({ group: 'a', change, ...newcomers(change) })
export const failed = (change: Change, code?: ErrorCode): RecordedChange =>
  done(change, {
    outcome: outcome(0, { outcome: 'failed', ...(code && { problem: { code, message: 'x' } }) }),
  })
/** A partial change: members (GUIDs) were refused or unchanged. */
export const partly = (change: Change, refused: string[], unchanged: string[] = []): RecordedChange =>
  done(change, { outcome: outcome(0, { outcome: 'partial', refused, unchanged }) })

export function recorded(...runs: RecordedChange[][]) {
  const recorder = createMembershipRecorder()
  for (const run of runs) recorder.record(run)
  return recorder
}

type Lists = Record<string, string[]>

const listed = (map: ReadonlyMap<string, ReadonlySet<string>>): Lists =>
  Object.fromEntries(
    [...map]
      .filter(([, members]) => members.size > 0)
      .map(([group, members]) => [group, [...members].sort()]),
  )

/** Returns by group the members (GUIDs) who lost access: those removed, and those still in the group. */
export function lost(...runs: RecordedChange[][]): { removed: Lists; inside: Lists } {
  const losses = [...recorded(...runs).losses()]
  return {
    removed: listed(new Map(losses.map(([group, { removed }]) => [group, removed]))),
    inside: listed(new Map(losses.map(([group, { withoutAccess }]) => [group, withoutAccess]))),
  }
}

/** Returns by group the members (GUIDs) who joined and are still members. */
export const joined = (...runs: RecordedChange[][]): Lists => listed(recorded(...runs).joined())
