import type { Memory } from '../model/memory.js'
import type { RecentChanges } from '../planner/guard.js'
import type { Ports } from './ports.js'
import { readJoinedMembers, readRecentChanges } from './readRecentChanges.js'
import { recoverMemory } from './recoverMemory.js'

/** The state of earlier runs: the objects they wrote, and their changes of the last 24 hours. */
export interface RunHistory {
  memory: Memory
  recent: RecentChanges
  /** Reads which members (GUIDs) of these groups joined in the last 24 hours, by group id. */
  readJoinedMembers(groups: ReadonlySet<string>): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  now: Date
}

export async function readRunHistory(ports: Ports): Promise<RunHistory> {
  const { state } = ports
  const memory = await recoverMemory(state)
  const now = ports.now()
  const recent = await readRecentChanges(state, now)
  return { memory, recent, readJoinedMembers: (groups) => readJoinedMembers(state, now, groups), now }
}
