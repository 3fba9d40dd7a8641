/** The changes of a plan. Removals and deletions can be built only with evidence. */
import type { Evidence } from './evidence.js'
import type { DirectoryGroup } from './group.js'
import type { DirectoryMember, MemberReference } from './member.js'

export type Attributes = Readonly<Record<string, readonly string[]>>

export interface AttributeChange {
  name: string
  from: readonly string[]
  to: readonly string[]
}

/** Takes over an existing object. Its name, kind and container stay as they were found. */
export interface AdoptGroup {
  type: 'adoptGroup'
  guid: string
  dn: string
  sid: string
  kind: 'security' | 'distribution'
  /** The owner in its security descriptor, usually the account that created it. */
  owner?: string
  /** ISO 8601, UTC. */
  createdAt?: string
  /** The number of members that would be removed. */
  leaving: number
}

/** One change of one group. It has both sides, so that it can be printed, explained and undone. */
export type Change =
  | AdoptGroup
  /** `replaces`: the GUID of a deleted object; its SID is lost. */
  | { type: 'createGroup'; dn: string; attributes: Attributes; replaces?: string }
  /** Restores a deleted object with its GUID and SID. */
  | { type: 'restoreGroup'; guid: string; dn: string; from: string }
  | { type: 'renameGroup'; guid: string; from: string; to: string }
  /** `ends`: the memberships whose access depends on the container and ends with the move. */
  | { type: 'moveGroup'; guid: string; from: string; to: string; ends?: MemberReference[] }
  /**
   * `ends`: the memberships whose access ends because the group stops being a security group; `begins`: the number of
   * memberships whose access begins because it becomes one.
   */
  | {
      type: 'updateGroup'
      guid: string
      dn: string
      attributes: AttributeChange[]
      ends?: MemberReference[]
      begins?: number
    }
  | { type: 'addMembers'; guid?: string; dn: string; members: MemberReference[] }
  | RemoveMembers
  | DeleteGroup

/** Makes the types below nominal: because of the private member, literals and spreads do not satisfy them. */
declare class NominalProof {
  private readonly evidence
}

/** A removal of members; built only by `removeMembers`, from a surplus and its evidence. */
export interface RemoveMembers extends NominalProof {
  type: 'removeMembers'
  guid: string
  dn: string
  members: MemberReference[]
}

/** A deletion of a group; built only by `deleteGroup`. */
export interface DeleteGroup extends NominalProof {
  type: 'deleteGroup'
  guid: string
  dn: string
  sid: string
  /** The attributes and members that are lost, for the journal. */
  attributes: Attributes
  members: MemberReference[]
}

/** Members in AD that are not members of the cloud group; built only by `surplusOf`. */
export interface Surplus extends NominalProof {
  guid: string
  members: DirectoryMember[]
}

/** Returns the members of a completely read group that are not wanted. */
export function surplusMembers(group: DirectoryGroup, wanted: (member: DirectoryMember) => boolean): Surplus {
  const members = group.members.items.filter((member) => !wanted(member))
  return { guid: group.guid, members } as unknown as Surplus
}

/** Returns the surplus without the members (GUIDs) that are wanted after all. */
export function reduceSurplus(surplus: Surplus, wanted: ReadonlySet<string>): Surplus {
  const members = surplus.members.filter(({ guid }) => !wanted.has(guid))
  return { guid: surplus.guid, members } as unknown as Surplus
}

/** Adds to a removed member whether its account is disabled, whether its membership was temporary, and why it left. */
export type Annotate = (member: DirectoryMember) => MemberReference

/** Builds the change that removes the surplus from the group. */
export function removeMembers(
  surplus: Surplus,
  dn: string,
  _proof: Evidence,
  annotate: Annotate,
): RemoveMembers {
  const { guid, members } = surplus
  return { type: 'removeMembers', guid, dn, members: members.map(annotate) } as unknown as RemoveMembers
}

/** Returns a removal of those members only for which `keep` returns true. */
export function filterRemoval(
  removal: RemoveMembers,
  keep: (member: MemberReference) => boolean,
): RemoveMembers {
  return { ...removal, members: removal.members.filter(keep) } as unknown as RemoveMembers
}

/** Builds the change that deletes a group, with the attributes and members that are lost. */
export function deleteGroup(group: DirectoryGroup, _proof: Evidence, annotate: Annotate): DeleteGroup {
  const { guid, dn, sid, attributes, members } = group
  const lost = members.items.map(annotate)
  return { type: 'deleteGroup', guid, dn, sid, attributes, members: lost } as unknown as DeleteGroup
}
