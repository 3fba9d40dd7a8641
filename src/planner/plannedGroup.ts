import type { GroupPlan } from '../model/plan.js'
import type { Protection } from '../model/group.js'
import type { ProtectedPath } from '../model/location.js'
import type { DirectoryMember } from '../model/member.js'

/** A planned group with what the guard has to know about it. */
export interface PlannedGroup extends GroupPlan {
  /** Its memberships in AD now. */
  membersBefore: number
  /** Those of them who stay and have a disabled account: they have no access to keep. */
  disabledStaying: number
  /** Of its members in AD now; missing where there is no object. */
  fingerprint?: string
  /** Both sides were read; otherwise nothing is known about its members. */
  isCompared: boolean
  withoutSid?: number
  ruleDigest?: string
  /** Members who lost access in the last 24 hours without an approval, and do not have it again. */
  lostRecently: number
  /** Its members now and those of them who left: the base of shares over 24 hours. */
  membersEarlier: number
  /** Members who leave while as many of their group lack a SID for the first time. */
  identifiersVanished: number
  /** Members by primary group who are no members of the cloud group. */
  primaryLeavers: readonly DirectoryMember[]
  /** A person named it in the command that makes it: its creation needs no approval. */
  ordered: boolean
  /** Its object is gone: a new one has another SID, and no access list names it. */
  recreated: boolean
  /** AD stamped it: only leavers are written, on approval. */
  protection?: Protection
  /** The ways up to the protected groups that it stands in. */
  protectedPaths: readonly ProtectedPath[]
}
