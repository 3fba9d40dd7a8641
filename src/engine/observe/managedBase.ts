/** Counts everything managed in AD: the base of the percentage limits, also for a run over some groups. */
import type { DirectoryGroup, UnreadDirectoryGroup } from '../../model/group.js'
import type { Memory } from '../../model/memory.js'
import { rememberedObjects, type RememberedObjects } from '../../planner/join.js'
import type { GroupTarget } from '../ports.js'
import type { ObserveContext } from './observation.js'

export interface ManagedBase {
  groups: number
  members: number
}

export const emptyManagedBase = (): ManagedBase => ({ groups: 0, members: 0 })

/**
 * Adds an object that carries an anchor to the base. If the state knows any objects, only these count: a planted object
 * with many members must not raise the number of memberships that a run may end.
 */
export function addToManagedBase(
  base: ManagedBase,
  group: DirectoryGroup | UnreadDirectoryGroup,
  known: RememberedObjects,
): void {
  if (known.size > 0 && !known.has(group.guid)) return
  base.groups++
  if ('members' in group) base.members += group.members.items.length
}

interface ReadGroups {
  managed: ManagedBase
  /** By group id. */
  drafts: ReadonlyMap<string, unknown>
  orphans: ReadonlyMap<string, unknown>
}

/** A run over some groups counts the others from the memory; if the memory is incomplete, it counts AD. */
export async function readManagedBase(
  { managed, drafts, orphans }: ReadGroups,
  { target, memory, readIds, signal }: Pick<ObserveContext, 'target' | 'memory' | 'readIds' | 'signal'>,
): Promise<ManagedBase> {
  if (readIds === undefined) return managed
  const others = Object.entries(memory.groups).filter(
    ([id, { gone }]) => !gone && !drafts.has(id) && !orphans.has(id),
  )
  if (!hasAllCounts(memory)) return countManaged(target, rememberedObjects(memory), signal)
  return {
    groups: managed.groups + others.length,
    members: managed.members + others.reduce((sum, [, { members = 0 }]) => sum + members, 0),
  }
}

const hasAllCounts = ({ groups }: Memory): boolean => {
  const all = Object.values(groups)
  return all.length > 0 && all.every(({ members }) => members !== undefined)
}

async function countManaged(
  target: GroupTarget,
  known: RememberedObjects,
  signal: AbortSignal | undefined,
): Promise<ManagedBase> {
  const base = emptyManagedBase()
  const count: Parameters<GroupTarget['readManagedGroups']>[1] = async (page) => {
    for (const group of page) addToManagedBase(base, group, known)
    return []
  }
  await target.readManagedGroups('all', count, signal)
  return base
}
