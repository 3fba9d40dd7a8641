import type { CompleteRead } from './completeRead.js'
import type { CloudGroup, DirectoryGroup } from './group.js'
import type { CloudMember, DirectoryMember, MemberReference } from './member.js'

export type Attributes = Readonly<Record<string, readonly string[]>>

export interface AttributeChange {
  name: string
  from: readonly string[]
  to: readonly string[]
}

/** One step for one group. It knows both sides, so that it can be printed, explained and undone. */
export type Change =
  | { type: 'createGroup'; dn: string; attributes: Attributes }
  | { type: 'renameGroup'; guid: string; from: string; to: string }
  | { type: 'moveGroup'; guid: string; from: string; to: string }
  | { type: 'updateGroup'; guid: string; dn: string; attributes: AttributeChange[] }
  | { type: 'addMembers'; guid?: string; dn: string; members: MemberReference[] }
  | RemoveMembers
  | DeleteGroup

/** A private member is what a spread leaves behind: these are made by their functions, not out of each other. */
declare class Evident {
  private readonly evidence
}

/** Only `removeMembers` makes one, out of a surplus. */
export interface RemoveMembers extends Evident {
  type: 'removeMembers'
  guid: string
  dn: string
  members: MemberReference[]
}

/** Only `deleteGroup` makes one. */
export interface DeleteGroup extends Evident {
  type: 'deleteGroup'
  guid: string
  dn: string
  /** What is lost, for the journal. */
  attributes: Attributes
  members: MemberReference[]
}

/**
 * What allows taking something away: the cloud group's members, read to the end; or the look-up, read to the end, that
 * no longer finds the group in the cloud or in scope; or a person's order (`disableWriteback`).
 */
export type Evidence = CompleteRead<CloudMember> | CompleteRead<CloudGroup> | PersonsOrder

export interface PersonsOrder {
  order: 'disableWriteback'
}

/** Members in AD that the cloud group does not have; only `surplusOf` makes one. */
export interface Surplus extends Evident {
  guid: string
  members: DirectoryMember[]
}

/** Compares two complete sides: the group's own members are a `CompleteRead`, and so is the cloud's evidence. */
export function surplusOf(
  group: DirectoryGroup,
  _cloud: Evidence,
  wanted: (member: DirectoryMember) => boolean,
): Surplus {
  const members = group.members.items.filter((member) => !wanted(member))
  return { guid: group.guid, members } as unknown as Surplus
}

/** Takes the surplus out of the group, except the members (by GUID) that turned out to be wanted. */
export function removeMembers(surplus: Surplus, dn: string, wanted: ReadonlySet<string>): RemoveMembers {
  const members = surplus.members.filter((member) => !wanted.has(member.guid))
  return { type: 'removeMembers', guid: surplus.guid, dn, members } as unknown as RemoveMembers
}

/** Deletes a group; the change keeps what is lost. */
export function deleteGroup(group: DirectoryGroup, _cloud: Evidence): DeleteGroup {
  const { guid, dn, attributes, members } = group
  return { type: 'deleteGroup', guid, dn, attributes, members: [...members.items] } as unknown as DeleteGroup
}
