import type { Evidence } from './evidence.js'
import type { DirectoryGroup } from './group.js'
import type { DirectoryMember, MemberReference } from './member.js'

export type Attributes = Readonly<Record<string, readonly string[]>>

export interface AttributeChange {
  name: string
  from: readonly string[]
  to: readonly string[]
}

/** Taking over an object that exists: it is shown as it was found, and stays so. */
export interface AdoptGroup {
  type: 'adoptGroup'
  guid: string
  dn: string
  sid: string
  kind: 'security' | 'distribution'
  /** The owner in its security descriptor: usually who created it. */
  owner?: string
  /** ISO 8601, UTC. */
  createdAt?: string
  /** How many members would leave. */
  leaving: number
}

/** One step for one group. It knows both sides, so that it can be printed, explained and undone. */
export type Change =
  | AdoptGroup
  /** `replaces`: the GUID of the object that is gone, and with it its SID. */
  | { type: 'createGroup'; dn: string; attributes: Attributes; replaces?: string }
  /** Brings back a deleted object, with its GUID and its SID. */
  | { type: 'restoreGroup'; guid: string; dn: string; from: string }
  | { type: 'renameGroup'; guid: string; from: string; to: string }
  /** `ends`: the memberships whose access ends with the place. */
  | { type: 'moveGroup'; guid: string; from: string; to: string; ends?: MemberReference[] }
  /** `ends`: the memberships whose access ends with the kind of group; `begins`: how many begin with it. */
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

/** A private member makes the types below nominal: literals and spreads do not satisfy them. */
declare class Evident {
  private readonly evidence
}

/** Only `removeMembers` makes one, out of a surplus and its proof. */
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
  sid: string
  /** What is lost, for the journal. */
  attributes: Attributes
  members: MemberReference[]
}

/** Members in AD that the cloud group does not have; only `surplusOf` makes one. */
export interface Surplus extends Evident {
  guid: string
  members: DirectoryMember[]
}

/** The members of a group, read to the end, that are not wanted. */
export function surplusOf(group: DirectoryGroup, wanted: (member: DirectoryMember) => boolean): Surplus {
  const members = group.members.items.filter((member) => !wanted(member))
  return { guid: group.guid, members } as unknown as Surplus
}

/** The same surplus without the members that turned out to be wanted. */
export function reduceSurplus(surplus: Surplus, wanted: ReadonlySet<string>): Surplus {
  const members = surplus.members.filter(({ guid }) => !wanted.has(guid))
  return { guid: surplus.guid, members } as unknown as Surplus
}

/** Says more about a member that leaves: whether its account is disabled, and why it left. */
export type Annotate = (member: DirectoryMember) => MemberReference

/** Takes the surplus out of the group. */
export function removeMembers(
  surplus: Surplus,
  dn: string,
  _proof: Evidence,
  annotate: Annotate,
): RemoveMembers {
  const { guid, members } = surplus
  return { type: 'removeMembers', guid, dn, members: members.map(annotate) } as unknown as RemoveMembers
}

/** Some of the members of a removal. */
export function partOfRemoval(
  removal: RemoveMembers,
  keep: (member: MemberReference) => boolean,
): RemoveMembers {
  return { ...removal, members: removal.members.filter(keep) } as unknown as RemoveMembers
}

/** Deletes a group; the change keeps what is lost. */
export function deleteGroup(group: DirectoryGroup, _proof: Evidence, annotate: Annotate): DeleteGroup {
  const { guid, dn, sid, attributes, members } = group
  const lost = members.items.map(annotate)
  return { type: 'deleteGroup', guid, dn, sid, attributes, members: lost } as unknown as DeleteGroup
}
