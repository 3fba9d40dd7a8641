import type { GroupSource } from '../../src/engine/ports.js'
import type { CompleteRead } from '../../src/model/completeRead.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'

/** An empty tenant that tests fill and change without the source. */
export interface SourceFixture {
  source: GroupSource
  /** Adds a group; the source must read exactly these properties. */
  addGroup(group: CloudGroup): void
  /** Deletes a group permanently. */
  removeGroup(id: string): void
  /** Deletes a group softly: it is listed among the deleted groups. */
  deleteGroup(id: string): void
  /** Omits the group from every listing. A lookup by id still finds it, with and without a filter. */
  hideFromListings(id: string): void
  /** Hides the group from lookups by id as well. */
  hideEverywhere(id: string): void
  /** Sets the groups that the filter matches. */
  addFilter(filter: string, matches: (group: CloudGroup) => boolean): void
  /** Adds a member as the source must read it. A nested group must exist already. */
  addMember(groupId: string, member: CloudMember): void
  /** Deletes the users with these SIDs. They are no longer members. */
  deleteUser(user: CloudMember): void
  /** Makes reading the members of this group fail. */
  breakGroup(id: string): void
  /** Denies listing the members of this group. */
  refuseMembers(id: string): void
  /** Lists only these members. The count includes the others. */
  listOnly(id: string, members: readonly CloudMember[]): void
  /** Sets the member count of this group. */
  setCount(id: string, count: number): void
  /** Sets the page size. Pages are small by default, with empty ones between them. */
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

/** Sorts by id, because the order is not specified. */
export const sorted = <T extends { id: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => a.id.localeCompare(b.id))

export const itemsOf = <T extends { id: string }>(read: CompleteRead<T> | Error | undefined): T[] => {
  if (read instanceof Error) throw read
  if (!read) throw new Error('The group was not read.')
  return sorted(read.items)
}
