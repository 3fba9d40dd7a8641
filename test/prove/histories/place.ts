/** The world of one history: both sides, the state, and the truth behind what the cloud shows. */
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
  /** Of the account in AD; it outlives the account. */
  guid: string
  sid: string
  cloud: 'active' | 'softDeleted' | 'gone'
  /** What the cloud shows as its SID now: its own, none, or that of something else. */
  shownSid?: string
}

export interface Fault {
  what: 'hidden' | 'missing' | 'short' | 'empty' | 'stale' | 'count' | 'broken' | 'listing' | 'emptyListing'
  group: string
  size: number
  runs: number
}

/** Two controllers of one domain; what each did since they were equal is merged when they replicate. */
export interface Pair {
  second: MemoryDirectory
  /** The objects when both were equal. */
  common: MemoryDirectory['objects']
}

export interface Copy {
  state: MemoryState
  shadow: Shadow
}

export interface Place extends World {
  people: Person[]
  /** Groups that are deleted and can be restored, or are gone for good. */
  graves: Map<string, CloudGroup>
  /** Group id → ids of persons and groups that are members, whether they exist at the moment or not. */
  memberships: Map<string, Set<string>>
  /** Earlier memberships, for a stale listing. */
  earlier: Map<string, CloudMember[]>
  /** When a dynamic group's rule was changed last. */
  ruleChanged: Map<string, number>
  faults: Fault[]
  pair?: Pair
  /** The directory that the next run is connected to. */
  used: MemoryDirectory
  plans: Report[]
  hashes: string[]
  copies: Copy[]
  /** What the model expects the state to know. */
  shadow: Shadow
  /** Since when each membership exists: `group guid>member guid`. */
  since: Map<string, number>
  /** When a run added a member to a group's object, this one or an earlier one: `group id>member guid`. */
  gained: Map<string, number>
  /** When an object was made or taken over. */
  begun: Map<string, number>
  /** Which group an object was created for. */
  origins: Map<string, string>
  legacy: CloudMember
  /** While a run of `enable` is judged: the groups it names are planned as if they were enabled. */
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

/** Brings what the cloud shows in line with the truth. */
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

/** Every directory of the domain. */
export const controllersOf = ({ directory, pair }: Place): MemoryDirectory[] =>
  pair ? [directory, pair.second] : [directory]
