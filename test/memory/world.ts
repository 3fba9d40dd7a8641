/** Both sides and the state in memory, with a run's usual settings. */
import type { Ports } from '../../src/engine/reconcile.js'
import type { Settings } from '../../src/engine/request.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import type { Limits } from '../../src/model/settings.js'
import { emptyCloud, memorySource, type MemoryCloud } from './cloud.js'
import { addObject, emptyDirectory, type MemoryDirectory } from './directory.js'
import { emptyState, memoryStore, type MemoryState } from './state.js'
import { memoryTarget } from './target.js'

export interface World {
  cloud: MemoryCloud
  directory: MemoryDirectory
  state: MemoryState
  ports: Ports
  settings: Settings
}

export const noLimits: Limits = {
  groupRemovals: { percent: 100, count: Infinity, from: 0 },
  groupAdditions: { count: Infinity },
  removals: { percent: 100, from: 0 },
  deletions: { percent: 100, from: 0 },
}

export function makeWorld(settings: Partial<Settings> = {}): World {
  const cloud = emptyCloud()
  const directory = emptyDirectory()
  const state = emptyState()
  return {
    cloud,
    directory,
    state,
    ports: { source: memorySource(cloud), target: memoryTarget(directory), state: memoryStore(state) },
    settings: {
      container: directory.container,
      scope: 'all',
      mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      policy: 'delete',
      limits: noLimits,
      ...settings,
    },
  }
}

/** An object id that ends in the number. */
export const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export function addGroup(world: World, number: number, group: Partial<CloudGroup> = {}): CloudGroup {
  const made: CloudGroup = {
    id: idOf(number),
    displayName: `Group ${number}`,
    kind: 'security',
    proxyAddresses: [],
    hiddenMembership: false,
    ...group,
  }
  world.cloud.groups.set(made.id, made)
  world.cloud.members.set(made.id, [])
  return made
}

/** A synced user: in both. */
export function addUser(world: World, number: number): CloudMember {
  const { sid } = addObject(world.directory, { name: `user${number}`, container: 'OU=People,DC=test' })
  return { id: idOf(9000 + number), kind: 'user', displayName: `User ${number}`, guest: false, sid }
}

export const nested = (group: CloudGroup): CloudMember => ({
  id: group.id,
  kind: 'group',
  displayName: group.displayName,
  guest: false,
  ...(group.onPremisesSid !== undefined && { sid: group.onPremisesSid }),
})

export const setMembers = (world: World, group: CloudGroup, members: CloudMember[]) =>
  world.cloud.members.set(group.id, members)
