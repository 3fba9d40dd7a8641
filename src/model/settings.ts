/** The settings that decide; the planner takes them as data. */
import type { OnPremisesGroupType } from './group.js'
import type { Origin } from './journal.js'
import type { ScopeSetting } from './scope.js'

/** The part of the configuration that decides. */
export interface Settings {
  container: string
  scope: ScopeSetting
  mapping: Mapping
  policy: Deprovision
  limits: Limits
  origin: Origin
}

export type NameSetting = 'displayName' | 'objectId'

export interface Mapping {
  /** `displayName`: `<displayName>_<last 12 of the id>`; `objectId`: `Group_<id>`. */
  name: NameSetting
  /** How Microsoft 365 groups are written unless a selection says otherwise. */
  microsoft365Groups: OnPremisesGroupType
}

/** What happens to the object of a group that left the scope or the cloud; `keep` leaves it as it was. */
export type Deprovision = 'keep' | 'empty' | 'delete'

/**
 * The guard's thresholds. The unit of losses is one membership whose access ends: by removal, emptying, deletion, loss of
 * the security bit or a move. Everything is counted over 24 hours.
 */
export interface Limits {
  /** Memberships lost by one group. The percentage is judged for groups of at least `from` members. */
  groupLosses: { percent: number; count: number; from: number }
  /** A group of at least `from` members that would lose everybody; not judged for the groups (object ids) of `except`. */
  groupEmptied: { from: number; except: readonly string[] }
  /** Memberships lost by all groups together. The percentage is judged from `from` losses up. */
  losses: { percent: number; count: number; from: number }
  /** Members added to one group. */
  groupAdditions: { count: number }
  /** Groups created: more than `count` and more than `percent` of all that are managed. */
  creations: { count: number; percent: number }
  /** Groups deleted: more than `count` and more than `percent` of all that are managed. */
  deletions: { count: number; percent: number }
  renames: { count: number }
  moves: { count: number }
  /** Objects taken over. */
  adoptions: { count: number }
  /** Members that were written by their SID and come back without one. */
  identifiersVanished: { count: number }
  /** Groups that may get members although they stand below a protected group. */
  privileged: readonly PrivilegedNesting[]
  /** Subtrees whose groups give access by their place: a move out of one ends it. */
  accessSubtrees: readonly string[]
  /** How long before, in milliseconds, an earlier run has to have missed a group that counts as deleted. */
  missingForMs: number
  /** How long an approval holds, in milliseconds. */
  approvalForMs: number
}

/** An object id, and the DN of the protected group above. */
export interface PrivilegedNesting {
  group: string
  below: string
}
