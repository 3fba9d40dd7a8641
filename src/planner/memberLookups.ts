/** The facts of both sides by which members are decided. */
import type { ResolvedMember } from '../model/member.js'

/** Returns for a nested cloud group whether it is in scope, in scope but not written, or out of scope. */
export type NestedScope = (groupId: string) => 'in' | 'notWritten' | 'out'

export interface WrittenObject {
  guid: string
  sid: string
  dn: string
}

/** The objects in AD that new members were looked up as. */
export interface Lookups {
  /** Objects by SID. */
  bySid: ReadonlyMap<string, ResolvedMember>
  /** The objects with a group's anchor, by the group's id; several if the anchor was copied. */
  written: ReadonlyMap<string, readonly WrittenObject[]>
  /** Groups that this run creates. */
  created: ReadonlySet<string>
  /** Groups whose object is ambiguous, so that a person has to decide. */
  undecided: ReadonlySet<string>
  /** The GUIDs of written objects from the memory, by the group's id, wherever the objects are now. */
  remembered: ReadonlyMap<string, string>
}

export const noLookups: Lookups = {
  bySid: new Map(),
  written: new Map(),
  created: new Set(),
  undecided: new Set(),
  remembered: new Map(),
}
