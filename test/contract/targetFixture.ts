import { expect } from 'chai'
import type { ApplyResult, GroupTarget } from '../../src/engine/ports.js'
import { WritebackError } from '../../src/errors.js'
import {
  deleteGroup,
  removeMembers,
  surplusMembers,
  type DeleteGroup,
  type RemoveMembers,
} from '../../src/model/change.js'
import type { CompleteRead } from '../../src/model/completeRead.js'
import { orderByPerson } from '../../src/model/evidence.js'
import type { DirectoryGroup, UnreadDirectoryGroup } from '../../src/model/group.js'

export interface Somebody {
  guid: string
  sid: string
  dn: string
}

/** A directory with an empty container. Tests create and read its objects without the target. */
export interface TargetFixture {
  target: GroupTarget
  container: string
  /** A container below `container`. */
  subContainer: string
  /** A container outside `container`. */
  elsewhere: string
  /** DN of the account that the target signs in as. */
  account: string
  /** The domain controller that the target uses. */
  host: string
  addUser(name: string, more?: { disabled?: boolean }): Promise<Somebody>
  addComputer(name: string): Promise<Somebody>
  addGroup(name: string, container: string, attributes?: Record<string, string[]>): Promise<Somebody>
  /** A built-in group in CN=Builtin, by its RID. */
  builtin(rid: number): Promise<Somebody>
  addMember(group: Somebody, member: Somebody): Promise<void>
  setPrimaryGroup(user: Somebody, group: Somebody): Promise<void>
  /** Sets adminCount, as AD does for members of protected groups. */
  stamp(group: Somebody): Promise<void>
  move(object: Somebody, container: string): Promise<void>
  remove(object: Somebody): Promise<void>
  /** Denies the account reading the members of this group. */
  denyMembers(group: Somebody): Promise<void>
  /** Returns a target that can read and restore deleted objects. */
  allowRestore(): Promise<GroupTarget>
  /** Reads an object with another client; undefined if it does not exist. */
  look(guid: string): Promise<Seen | undefined>
  close(): Promise<void>
}

export interface Seen {
  dn: string
  attributes: Record<string, string[]>
  /** DNs. */
  members: string[]
}

/** A second domain controller of the same domain. It replicates nothing by itself. */
export interface Replica {
  /** A target that uses the second controller and knows the address of the first one. */
  target: GroupTarget
  host: string
  replicate(): Promise<void>
  /** Stops the first controller. */
  stopFirst(): Promise<void>
}

export const anchorFor = (number: number): string => `Group_${idFor(number)}`
export const idFor = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export async function managedGroups(
  target: GroupTarget,
  which: 'all' | readonly string[] = 'all',
): Promise<DirectoryGroup[]> {
  const read: CompleteRead<DirectoryGroup | UnreadDirectoryGroup> = await target.readManagedGroups(
    which,
    async (page) => page,
  )
  return read.items.map((group) => {
    if ('error' in group) throw group.error
    return group
  })
}

/** Attributes of a group in the form of the planner. */
export const groupAttributes = (
  number: number,
  more: Record<string, string[]> = {},
): Record<string, string[]> => ({
  adminDescription: [anchorFor(number)],
  'msDS-ExternalDirectoryObjectId': [anchorFor(number)],
  groupType: ['-2147483640'],
  ...more,
})

const order = orderByPerson('disable')

export const deletionOf = (group: DirectoryGroup): DeleteGroup =>
  deleteGroup(group, order, (member) => member)

/** Returns the removal of all members that are not wanted. */
export const removalFrom = (group: DirectoryGroup, wanted: (guid: string) => boolean): RemoveMembers =>
  removeMembers(
    surplusMembers(group, ({ guid }) => wanted(guid)),
    group.dn,
    order,
    (member) => member,
  )

/** Returns the outcome of a change with its lists sorted. */
export const became = ({ refused, unchanged }: ApplyResult) => ({
  refused: refused.map(({ member }) => member.guid).sort(),
  unchanged: unchanged.map((member) => member.guid).sort(),
})

export async function expectError(promise: Promise<unknown>, ...codes: string[]): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).to.be.instanceOf(WritebackError)
  expect(codes).to.include((error as WritebackError).code)
}
