/** How much is managed in AD: what shares are judged by, whatever a run looked at. */
import type { Memory } from '../../model/memory.js'
import type { GroupTarget } from '../ports.js'
import type { ObserveContext } from './context.js'
import type { Comparison } from './pairObjects.js'

export interface ManagedBase {
  groups: number
  members: number
}

/** A run over some groups takes the others from what is remembered; where nothing is, AD is counted once. */
export async function managedBase(
  { managed, drafts, orphans }: Pick<Comparison, 'managed' | 'drafts' | 'orphans'>,
  { target, memory, only, signal }: Pick<ObserveContext, 'target' | 'memory' | 'only' | 'signal'>,
): Promise<ManagedBase> {
  if (only === undefined) return managed
  const others = Object.entries(memory.groups).filter(
    ([id, { gone }]) => !gone && !drafts.has(id) && !orphans.has(id),
  )
  if (!isRemembered(memory)) return countManaged(target, signal)
  return {
    groups: managed.groups + others.length,
    members: managed.members + others.reduce((sum, [, { members = 0 }]) => sum + members, 0),
  }
}

const isRemembered = ({ groups }: Memory): boolean => {
  const all = Object.values(groups)
  return all.length > 0 && all.every(({ members }) => members !== undefined)
}

async function countManaged(target: GroupTarget, signal: AbortSignal | undefined): Promise<ManagedBase> {
  const base = { groups: 0, members: 0 }
  const count: Parameters<GroupTarget['readManagedGroups']>[1] = async (page) => {
    base.groups += page.length
    for (const group of page) base.members += 'members' in group ? group.members.items.length : 0
    return []
  }
  await target.readManagedGroups('all', count, signal)
  return base
}
