import type { GroupTarget } from '../../src/engine/ports.js'
import type { CompleteRead } from '../../src/model/completeRead.js'
import type { DirectoryGroup, UnreadGroup } from '../../src/model/group.js'

export interface Somebody {
  guid: string
  sid: string
  dn: string
}

/** A directory with an empty container; what stands in it is made and looked at without the target. */
export interface TargetFixture {
  target: GroupTarget
  container: string
  /** A container below it. */
  subContainer: string
  /** A container that is not ours. */
  elsewhere: string
  addUser(name: string): Promise<Somebody>
  addGroup(name: string, container: string, attributes?: Record<string, string[]>): Promise<Somebody>
  /** As another program sees it; undefined where there is nothing. */
  look(guid: string): Promise<Seen | undefined>
  close(): Promise<void>
}

export interface Seen {
  dn: string
  attributes: Record<string, string[]>
  /** DNs. */
  members: string[]
}

export const anchorFor = (number: number): string => `Group_${idFor(number)}`
export const idFor = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`

export async function managedGroups(
  target: GroupTarget,
  which: 'all' | readonly string[] = 'all',
): Promise<DirectoryGroup[]> {
  const read: CompleteRead<DirectoryGroup | UnreadGroup> = await target.readManagedGroups(
    which,
    async (page) => page,
  )
  return read.items.map((group) => {
    if ('error' in group) throw group.error
    return group
  })
}

/** Attributes of a group as the planner asks for them. */
export const groupAttributes = (
  number: number,
  more: Record<string, string[]> = {},
): Record<string, string[]> => ({
  adminDescription: [anchorFor(number)],
  'msDS-ExternalDirectoryObjectId': [anchorFor(number)],
  groupType: ['-2147483640'],
  ...more,
})
