/** The part of the configuration that the planner takes as input. */
import type { OnPremisesGroupType } from './group.js'
import type { RunOrigin } from './journal.js'
import type { ScopeSetting } from './scope.js'

export interface Settings {
  container: string
  scope: ScopeSetting
  mapping: Mapping
  policy: Deprovision
  limits: Limits
  origin: RunOrigin
}

export type NameSetting = 'displayName' | 'objectId'

export interface Mapping {
  /** `displayName`: `<displayName>_<last 12 of the id>`; `objectId`: `Group_<id>`. */
  name: NameSetting
  /** The type of Microsoft 365 groups in AD, unless a selection or Entra ID specifies another one. */
  microsoft365Groups: OnPremisesGroupType
}

/** The policy for the object of a group that left the scope or was deleted in the cloud; `keep` leaves it unchanged. */
export type Deprovision = 'keep' | 'empty' | 'delete'

/**
 * The guard's limits. The unit of losses is one membership whose access ends: by removal, emptying, deletion, loss of
 * the security bit or a move. All numbers are counted over 24 hours.
 */
export interface Limits {
  /** Memberships lost by one group. The percentage applies to groups of at least `from` members. */
  groupLosses: { percent: number; count: number; from: number }
  /** A group of at least `from` members that would lose all of them, except for the groups `except` (object ids). */
  groupEmptied: { from: number; except: readonly string[] }
  /** Memberships lost by all groups together. The percentage applies to `from` losses or more. */
  losses: { percent: number; count: number; from: number }
  /** Members added to one group. */
  groupAdditions: { count: number }
  /** Groups created; trips above both `count` and `percent` of all managed groups. */
  creations: { count: number; percent: number }
  /** Groups deleted; trips above both `count` and `percent` of all managed groups. */
  deletions: { count: number; percent: number }
  renames: { count: number }
  moves: { count: number }
  /** Objects adopted. */
  adoptions: { count: number }
  /** Members that were matched by their SID and no longer have one in the cloud. */
  identifiersVanished: { count: number }
  /** Groups to which members may be added although they are nested in a protected group. */
  privileged: readonly PrivilegedNesting[]
  /** Subtrees whose groups grant access by their location: a move out of one ends that access. */
  accessSubtrees: readonly string[]
  /** The time in milliseconds that must have passed since a run first missed a group before it counts as deleted. */
  missingForMs: number
  /** The time in milliseconds for which an approval is valid. */
  approvalForMs: number
}

/** A group that is nested in a protected group: its object id, and the DN of the protected group. */
export interface PrivilegedNesting {
  group: string
  below: string
}
