/** Reads the changes of the last 24 hours from the journals. */
import type { JournalEntry, RecordedRun } from '../model/journal.js'
import {
  createMembershipRecorder,
  recordedChanges,
  type MembershipRecorder,
} from '../planner/recentMemberships.js'
import type { RecentChanges } from '../planner/guard.js'
import type { StateStore } from './ports.js'

const dayMs = 24 * 3_600_000

export async function readRecentChanges(state: StateStore, now: Date): Promise<RecentChanges> {
  const runs = await recentRuns(state, now)
  const sum = (key: 'creations' | 'deletions' | 'renames' | 'moves') =>
    runs.reduce((total, { head }) => total + (head.unapproved?.[key] ?? 0), 0)
  return {
    losses: await readLosses(runs),
    creations: sum('creations'),
    deletions: sum('deletions'),
    renames: sum('renames'),
    moves: sum('moves'),
  }
}

/** Reads which members (GUIDs) of these groups joined in the last 24 hours and are still members. */
export async function readJoinedMembers(
  state: StateStore,
  now: Date,
  groups: ReadonlySet<string>,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  if (groups.size === 0) return new Map()
  return (await recordRuns(await recentRuns(state, now), groups)).joined()
}

async function recentRuns(state: StateStore, now: Date): Promise<RecordedRun[]> {
  const runs: RecordedRun[] = []
  for await (const run of state.readJournals({ since: new Date(now.getTime() - dayMs) })) runs.push(run)
  return runs
}

/** Reads additions in a second pass, only for groups with losses: they matter for no others and can be very many. */
async function readLosses(runs: readonly RecordedRun[]): Promise<RecentChanges['losses']> {
  const losing = runs.filter(({ head }) => head.unapproved?.losses !== 0)
  if (losing.length === 0) return new Map()
  const groups = new Set((await recordRuns(losing, new Set())).losses().keys())
  return groups.size === 0 ? new Map() : (await recordRuns(runs, groups)).losses()
}

async function recordRuns(
  runs: readonly RecordedRun[],
  additionsTo: ReadonlySet<string>,
): Promise<MembershipRecorder> {
  const recorder = createMembershipRecorder()
  for (const run of runs) recorder.record(recordedChanges(await collectEntries(run.entries(additionsTo))))
  return recorder
}

export async function collectEntries(entries: AsyncIterable<JournalEntry>): Promise<JournalEntry[]> {
  const collected: JournalEntry[] = []
  for await (const entry of entries) collected.push(entry)
  return collected
}
