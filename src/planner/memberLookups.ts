/** The facts of both sides by which members are decided. */
import type { ResolvedMember } from '../model/member.js'

/** Returns for a nested cloud group whether it is in scope, in scope but not written, or out of scope. */
export type NestedScope = (groupId: string) => 'in' | 'notWritten' | 'out'

export interface WrittenObjectIds {
  guid: string
  sid: string
  dn: string
}

/** The objects in AD that new members were looked up as. */
export interface MemberLookups {
  /** Objects by SID. */
  bySid: ReadonlyMap<string, ResolvedMember>
  /** The objects with a group's anchor, by the group's id; several if the anchor was copied. */
  objectsByGroup: ReadonlyMap<string, readonly WrittenObjectIds[]>
  /** Groups that this run creates. */
  createdGroups: ReadonlySet<string>
  /** Groups whose object is ambiguous, so that a person has to decide. */
  ambiguousGroups: ReadonlySet<string>
  /** The GUIDs of written objects from the memory, by the group's id, wherever the objects are now. */
  rememberedGuids: ReadonlyMap<string, string>
}

export const noMemberLookups: MemberLookups = {
  bySid: new Map(),
  objectsByGroup: new Map(),
  createdGroups: new Set(),
  ambiguousGroups: new Set(),
  rememberedGuids: new Map(),
}
