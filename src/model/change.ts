import type { CompleteRead } from './completeRead.js'
import type { CloudGroup, DirectoryGroup } from './group.js'
import type { CloudMember, DirectoryMember, MemberReference } from './member.js'

export interface AttributeChange {
  name: string
  from: readonly string[]
  to: readonly string[]
}

declare const evidence: unique symbol

/** One step for one group. It knows both sides, so that it can be printed, explained and undone. */
export type Change =
  | { type: 'createGroup'; dn: string; attributes: Attributes }
  | { type: 'renameGroup'; guid: string; from: string; to: string }
  | { type: 'moveGroup'; guid: string; from: string; to: string }
  | { type: 'updateGroup'; guid: string; dn: string; attributes: AttributeChange[] }
  | { type: 'addMembers'; guid?: string; dn: string; members: MemberReference[] }
  | RemoveMembers
  | DeleteGroup

export type Attributes = Readonly<Record<string, readonly string[]>>

/** Only `removeMembers` makes one. */
export interface RemoveMembers {
  type: 'removeMembers'
  guid: string
  dn: string
  members: MemberReference[]
  readonly [evidence]: true
}

/** Only `deleteGroup` makes one. */
export interface DeleteGroup {
  type: 'deleteGroup'
  guid: string
  dn: string
  /** What is lost, for the journal. */
  attributes: Attributes
  members: MemberReference[]
  readonly [evidence]: true
}

/**
 * What allows taking something away: the cloud group's members, read to the end; or the listing, read to the end, that
 * no longer has the group; or a person's order to empty or delete what was written (`disableWriteback`).
 */
export type Evidence = CompleteRead<CloudMember> | CompleteRead<CloudGroup> | PersonsOrder

export interface PersonsOrder {
  order: 'disableWriteback'
}

/** Members to take out of a group; both sides were read to the end (the group's own members are a `CompleteRead`). */
export function removeMembers(
  group: DirectoryGroup,
  _cloud: Evidence,
  dn: string,
  leaving: readonly DirectoryMember[],
): RemoveMembers {
  const change = { type: 'removeMembers', guid: group.guid, dn, members: [...leaving] }
  return change as unknown as RemoveMembers
}

/** A group to delete; both sides were read to the end. */
export function deleteGroup(group: DirectoryGroup, _cloud: Evidence): DeleteGroup {
  const { guid, dn, attributes, members } = group
  return { type: 'deleteGroup', guid, dn, attributes, members: [...members.items] } as unknown as DeleteGroup
}
