/** The settings that decide; the planner takes them as data. */
import type { OnPremisesGroupType } from './group.js'

export type NameSetting = 'displayName' | 'objectId'

export interface Mapping {
  /** `displayName`: `<displayName>_<last 12 of the id>`; `objectId`: `Group_<id>`. */
  name: NameSetting
  /** How Microsoft 365 groups are written unless a selection says otherwise. */
  microsoft365Groups: OnPremisesGroupType
}

/** What happens to the object of a group that left the scope or the cloud; `keep` leaves it as it was. */
export type Deprovision = 'keep' | 'empty' | 'delete'

/** The guard's thresholds. A percentage is judged only from a size up, where it means something. */
export interface Limits {
  /** Members removed from one group. */
  groupRemovals: { percent: number; count: number; from: number }
  /** Members added to one group. */
  groupAdditions: { count: number }
  /** Members removed overall, of all memberships in AD. */
  removals: { percent: number; from: number }
  /** Groups deleted, of all groups written. */
  deletions: { percent: number; from: number }
}
