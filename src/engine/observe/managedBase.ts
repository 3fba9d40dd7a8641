/** How much is managed in AD: what shares are judged by, whatever a run looked at. */
import type { DirectoryGroup, UnreadGroup } from '../../model/group.js'
import type { Memory } from '../../model/memory.js'
import { knownObjects, type KnownObjects } from '../../planner/join.js'
import type { GroupTarget } from '../ports.js'
import type { ObserveContext } from './context.js'

export interface ManagedBase {
  groups: number
  members: number
}

export const emptyBase = (): ManagedBase => ({ groups: 0, members: 0 })

/**
 * Adds an object that carries an anchor. Where the state knows objects, only those count: a planted one with many members
 * must not make the share that may be lost larger.
 */
export function countGroup(
  base: ManagedBase,
  group: DirectoryGroup | UnreadGroup,
  known: KnownObjects,
): void {
  if (known.size > 0 && !known.has(group.guid)) return
  base.groups++
  if ('members' in group) base.members += group.members.items.length
}

interface Looked {
  managed: ManagedBase
  /** By the group's id. */
  drafts: ReadonlyMap<string, unknown>
  orphans: ReadonlyMap<string, unknown>
}

/** A run over some groups takes the others from what is remembered; where nothing is, AD is counted once. */
export async function managedBase(
  { managed, drafts, orphans }: Looked,
  { target, memory, readIds, signal }: Pick<ObserveContext, 'target' | 'memory' | 'readIds' | 'signal'>,
): Promise<ManagedBase> {
  if (readIds === undefined) return managed
  const others = Object.entries(memory.groups).filter(
    ([id, { gone }]) => !gone && !drafts.has(id) && !orphans.has(id),
  )
  if (!isRemembered(memory)) return countManaged(target, knownObjects(memory), signal)
  return {
    groups: managed.groups + others.length,
    members: managed.members + others.reduce((sum, [, { members = 0 }]) => sum + members, 0),
  }
}

const isRemembered = ({ groups }: Memory): boolean => {
  const all = Object.values(groups)
  return all.length > 0 && all.every(({ members }) => members !== undefined)
}

async function countManaged(
  target: GroupTarget,
  known: KnownObjects,
  signal: AbortSignal | undefined,
): Promise<ManagedBase> {
  const base = emptyBase()
  const count: Parameters<GroupTarget['readManagedGroups']>[1] = async (page) => {
    for (const group of page) countGroup(base, group, known)
    return []
  }
  await target.readManagedGroups('all', count, signal)
  return base
}
