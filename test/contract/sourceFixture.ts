import type { GroupSource } from '../../src/engine/ports.js'
import type { CompleteRead } from '../../src/model/completeRead.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'

/** An empty cloud, filled and changed without the source. */
export interface SourceFixture {
  source: GroupSource
  /** The group as it shall be read. */
  addGroup(group: CloudGroup): void
  /** For good. */
  removeGroup(id: string): void
  /** It rests among the deleted ones from now on. */
  deleteGroup(id: string): void
  /** From now on no listing has the group; by its id it is found, with a filter or without. */
  hideFromListings(id: string): void
  /** From now on the group is not found by its id either. */
  hideEverywhere(id: string): void
  /** From now on everything in scope `filter` is what `matches` says. */
  addFilter(filter: string, matches: (group: CloudGroup) => boolean): void
  /** A member as it shall be read; a nested group has to be there already. */
  addMember(groupId: string, member: CloudMember): void
  /** The SIDs of the users named here are those of deleted ones from now on; they are no members any more. */
  deleteUser(user: CloudMember): void
  /** From now on the members of this group cannot be read. */
  breakGroup(id: string): void
  /** From now on the cloud refuses to list the members of this group. */
  refuseMembers(id: string): void
  /** From now on only these members are listed; the others are counted all the same. */
  listOnly(id: string, members: readonly CloudMember[]): void
  /** From now on the members of this group are counted as so many. */
  setCount(id: string, count: number): void
  /** How many items a page has; pages are small from the start, with empty ones in between. */
  setPageSize(size: number): void
  close(): Promise<void>
}

let last = 0

export const newId = (): string => `00000000-0000-4000-8000-${String(++last).padStart(12, '0')}`

export function newGroup(displayName: string, more: Partial<CloudGroup> = {}): CloudGroup {
  const id = newId()
  return {
    id,
    displayName,
    kind: 'security',
    mailNickname: `group${id.slice(-12)}`,
    proxyAddresses: [],
    hiddenMembership: false,
    ...more,
  }
}

export const newSid = (): string => `S-1-5-21-111-222-333-${++last}`

export function newUser(more: Partial<CloudMember> = {}): CloudMember {
  const id = newId()
  return { id, kind: 'user', displayName: `User ${id.slice(-4)}`, guest: false, ...more }
}

/** In a fixed order: nobody promises one. */
export const sorted = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.id.localeCompare(b.id))

export const itemsOf = <T extends { id: string }>(read: CompleteRead<T> | Error | undefined): T[] => {
  if (read instanceof Error) throw read
  if (!read) throw new Error('no read')
  return sorted(read.items)
}
