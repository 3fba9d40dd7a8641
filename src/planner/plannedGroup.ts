import type { GroupPlan } from '../model/plan.js'
import type { Protection } from '../model/group.js'
import type { ProtectedPath } from '../model/location.js'
import type { DirectoryMember } from '../model/member.js'

/** The members of a group who lost access in the last 24 hours. */
export interface RecentLossCounts {
  /** The number of members who lost access without an approval and did not regain it. */
  lostRecently: number
  /** The number of current members and of those who left: the base of percentages. */
  membersWithRecentlyLost: number
}

/** A planned group with the facts that the guard needs. */
export interface PlannedGroup extends GroupPlan, RecentLossCounts {
  /** The number of its current members in AD. */
  membersBefore: number
  /** The number of remaining members with a disabled account; they have no access. */
  disabledStaying: number
  /** The fingerprint of its current members in AD; undefined if there is no object. */
  fingerprint?: string
  /** True if both sides were read; otherwise its members are unknown. */
  isCompared: boolean
  withoutSid?: number
  ruleDigest?: string
  /** The number of leaving members who may be users that lost their SID in the cloud since the last run. */
  identifiersVanished: number
  /** Users who have it as their primary group and are not members of the cloud group. */
  primaryLeavers: readonly DirectoryMember[]
  /** A person named it in the command that creates it, so its creation needs no approval. */
  ordered: boolean
  /** Its object was deleted and is created again: the new one has another SID, which no access list has. */
  recreated: boolean
  /** AD protects it (adminCount): only removals are written, after an approval. */
  protection?: Protection
  /** The paths to the protected groups in which it is nested. */
  protectedPaths: readonly ProtectedPath[]
}
