/** What is known of both sides when members are decided. */
import type { ResolvedMember } from '../model/member.js'

/** Whether a nested cloud group is written: in scope, in scope but not writable, or out of scope. */
export type NestedScope = (groupId: string) => 'in' | 'notWritten' | 'out'

export interface WrittenObject {
  guid: string
  sid: string
  dn: string
}

/** What is known about AD for the members that are new. */
export interface Lookups {
  /** Objects by SID. */
  bySid: ReadonlyMap<string, ResolvedMember>
  /** The objects that carry a group's anchor, by the group's id: one, unless somebody copied it. */
  written: ReadonlyMap<string, readonly WrittenObject[]>
  /** Groups that this run creates. */
  created: ReadonlySet<string>
  /** Groups whose object only a person can tell. */
  undecided: ReadonlySet<string>
  /** The GUIDs of objects that were written, by the group's id, wherever they are now. */
  remembered: ReadonlyMap<string, string>
}

export const noLookups: Lookups = {
  bySid: new Map(),
  written: new Map(),
  created: new Set(),
  undecided: new Set(),
  remembered: new Map(),
}
