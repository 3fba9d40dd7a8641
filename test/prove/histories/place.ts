/** The world of one history: both sides, the state, and the real content of the cloud behind what it shows. */
import type { CloudGroup } from '../../../src/model/group.js'
import type { CloudMember } from '../../../src/model/member.js'
import type { Report } from '../../../src/model/report.js'
import { addObject, type MemoryDirectory } from '../../memory/directory.js'
import type { MemoryState } from '../../memory/state.js'
import { addGroup, idOf, makeWorld, type World } from '../../memory/world.js'
import { emptyShadow, type Shadow } from './shadow.js'
import type { Order } from './verdict.js'

export interface Person {
  id: string
  /** GUID of the account in AD; kept after the account is deleted. */
  guid: string
  sid: string
  cloud: 'active' | 'softDeleted' | 'gone'
  /** SID in the cloud: the right one, none, or that of another object. */
  shownSid?: string
}

export interface Fault {
  what: 'hidden' | 'missing' | 'short' | 'empty' | 'stale' | 'count' | 'broken' | 'listing' | 'emptyListing'
  group: string
  size: number
  runs: number
}

/** Two domain controllers; the changes since they were equal are merged when they replicate. */
export interface Pair {
  second: MemoryDirectory
  /** The objects when both controllers were equal. */
  common: MemoryDirectory['objects']
}

export interface Copy {
  state: MemoryState
  shadow: Shadow
}

export interface Place extends World {
  people: Person[]
  /** Groups that are deleted and can be restored, or are deleted permanently. */
  graves: Map<string, CloudGroup>
  /** Group id → ids of the members (persons and groups), including those that do not exist at the moment. */
  memberships: Map<string, Set<string>>
  /** Earlier memberships, for a stale listing. */
  earlier: Map<string, CloudMember[]>
  /** Time of the last change of the rule of a dynamic group. */
  ruleChanged: Map<string, number>
  faults: Fault[]
  pair?: Pair
  /** The directory that the next run connects to. */
  used: MemoryDirectory
  plans: Report[]
  hashes: string[]
  copies: Copy[]
  /** The expected content of the state. */
  shadow: Shadow
  /** Start of each membership, by `group guid>member guid`. */
  since: Map<string, number>
  /** Time when a run added a member to the object of a group, by `group id>member guid`. */
  gained: Map<string, number>
  /** Time when an object was created or adopted. */
  begun: Map<string, number>
  /** The group that an object was created for. */
  origins: Map<string, string>
  legacy: CloudMember
  /** The groups that a run of `enable` names; they count as enabled while the run is checked. */
  ordered?: Order
  /** The next number of a group. */
  next: number
  log: string[]
}

export const filters = ['even', 'third', 'letters'] as const
const matches: Record<(typeof filters)[number], (group: CloudGroup) => boolean> = {
  even: ({ id }) => Number(id.slice(-3)) % 2 === 0,
  third: ({ id }) => Number(id.slice(-3)) % 3 !== 0,
  letters: ({ displayName }) => displayName.startsWith('A'),
}

export function makePlace(people: number, canRestore: boolean): Place {
  const world = makeWorld()
  const { directory, cloud } = world
  directory.canRestore = canRestore
  for (const name of filters) cloud.filters.set(name, matches[name])
  addObject(directory, { name: 'a stranger', isGroup: true })
  const system = { container: 'CN=Users,DC=test', isGroup: true }
  addObject(directory, { ...system, name: 'Tier 0', protection: 'adminCount' })
  addObject(directory, { ...system, name: 'Domain Guests', protection: 'wellKnownRid' })
  addObject(directory, { name: 'machine', container: 'CN=Computers,DC=test', kind: 'computer' })
  const legacy = addObject(directory, { name: 'Legacy', container: 'OU=Old,DC=test', isGroup: true })
  const place: Place = {
    ...world,
    people: Array.from({ length: people }, (_, n) => person(world, n)),
    graves: new Map(),
    memberships: new Map(),
    earlier: new Map(),
    ruleChanged: new Map(),
    faults: [],
    used: directory,
    plans: [],
    hashes: [],
    copies: [],
    shadow: emptyShadow(),
    since: new Map(),
    gained: new Map(),
    begun: new Map(),
    origins: new Map(),
    legacy: { id: idOf(800), kind: 'group', displayName: 'Legacy', guest: false, sid: legacy.sid },
    next: 1,
    log: [],
  }
  return place
}

function person({ directory }: World, number: number): Person {
  const { guid, sid } = addObject(directory, { name: `user${number}`, container: 'OU=People,DC=test' })
  return { id: idOf(9000 + number), guid, sid, cloud: 'active', shownSid: sid }
}

export function newGroup(place: Place, group: Partial<CloudGroup> = {}): CloudGroup {
  const made = addGroup(place, place.next, {
    displayName: `${place.next % 3 === 0 ? 'A' : 'B'} group ${place.next}`,
    ...group,
  })
  place.next++
  place.memberships.set(made.id, new Set())
  return made
}

/** Updates the emulated cloud from the model. */
export function refresh(place: Place): void {
  const { cloud, people, memberships } = place
  const shown = new Map<string, CloudMember>([[place.legacy.id, place.legacy]])
  for (const { id, shownSid, cloud: standing } of people) {
    const member: CloudMember = { id, kind: 'user', displayName: `User ${id.slice(-2)}`, guest: false }
    if (standing === 'active') shown.set(id, { ...member, ...(shownSid !== undefined && { sid: shownSid }) })
  }
  for (const { id, displayName } of cloud.groups.values()) {
    shown.set(id, { id, kind: 'group', displayName, guest: false })
  }
  cloud.members.clear()
  for (const id of cloud.groups.keys()) {
    cloud.members.set(
      id,
      [...(memberships.get(id) ?? [])].flatMap((member) => shown.get(member) ?? []),
    )
  }
  cloud.deletedUserSids = new Set(people.filter((one) => one.cloud === 'softDeleted').map(({ sid }) => sid))
}

/** Returns every directory of the domain. */
export const controllersOf = ({ directory, pair }: Place): MemoryDirectory[] =>
  pair ? [directory, pair.second] : [directory]
