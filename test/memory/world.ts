/** Both sides and the state in memory, with the usual settings of a run and a clock that only `advance` moves. */
import { completeLimits } from '../../src/config/complete.js'
import type { Ports } from '../../src/engine/ports.js'
import type { Settings } from '../../src/model/settings.js'
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
  clock: { ms: number }
}

export const noLimits: Limits = {
  groupLosses: { percent: 100, count: Infinity, from: 0 },
  groupEmptied: { from: Infinity, except: [] },
  losses: { percent: 100, count: Infinity, from: 0 },
  groupAdditions: { count: Infinity },
  creations: { count: Infinity, percent: 0 },
  deletions: { count: Infinity, percent: 0 },
  renames: { count: Infinity },
  moves: { count: Infinity },
  adoptions: { count: Infinity },
  identifiersVanished: { count: Infinity },
  privileged: [],
  accessSubtrees: [],
  missingForMs: 30 * 60_000,
  approvalForMs: 24 * 3_600_000,
}

/** The limits of a configuration that sets none. */
export const defaultLimits: Limits = completeLimits()

export function makeWorld(settings: Partial<Settings> = {}): World {
  const cloud = emptyCloud()
  const directory = emptyDirectory()
  const state = emptyState()
  const clock = { ms: Date.parse('2026-11-02T08:00:00Z') }
  return {
    cloud,
    directory,
    state,
    clock,
    ports: {
      source: memorySource(cloud),
      target: memoryTarget(directory),
      state: memoryStore(state),
      now: () => new Date(clock.ms),
    },
    settings: {
      container: directory.container,
      scope: 'all',
      mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      policy: 'delete',
      limits: noLimits,
      origin: { directoryAccount: 'CN=svc,DC=test', version: '0.0.0', configHash: 'none' },
      ...settings,
    },
  }
}

export function advanceClock(world: World, time: { minutes?: number; hours?: number }): void {
  world.clock.ms += ((time.hours ?? 0) * 60 + (time.minutes ?? 0)) * 60_000
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

/** Adds a synced user: an object in AD, returned as a cloud member with the same SID. */
export function addUser(world: World, number: number): CloudMember {
  const { sid } = addObject(world.directory, { name: `user${number}`, container: 'OU=People,DC=test' })
  return { id: idOf(9000 + number), kind: 'user', displayName: `User ${number}`, guest: false, sid }
}

export const nestedMember = (group: CloudGroup): CloudMember => ({
  id: group.id,
  kind: 'group',
  displayName: group.displayName,
  guest: false,
  ...(group.onPremisesSid !== undefined && { sid: group.onPremisesSid }),
})

export const setMembers = (world: World, group: CloudGroup, members: CloudMember[]) =>
  world.cloud.members.set(group.id, members)
