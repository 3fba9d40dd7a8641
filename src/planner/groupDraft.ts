/** Drafts: groups after the comparison, before new members are looked up in AD and removals are proven. */
import { WritebackError, type Problem } from '../errors.js'
import type { AdoptGroup, Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import { summarizeListing, type Evidence, type MemberListing } from '../model/evidence.js'
import type { DesiredGroup, DirectoryGroup, Protection } from '../model/group.js'
import type { CloudMember, DirectoryMember } from '../model/member.js'
import type { Deprovision } from '../model/settings.js'
import { hasSecurityBit } from './desiredGroup.js'
import { createGroupChange, diffGroup } from './diff.js'
import { membersFingerprint } from './membersFingerprint.js'
import { protectedObjectProblem } from './joinProblems.js'
import { listDns } from './listDns.js'
import type { RecentLosses } from './guard.js'
import type { NestedScope, WrittenObjectIds } from './memberLookups.js'
import { compareMembers, type MemberDelta } from './members.js'
import type { RecentLossCounts } from './plannedGroup.js'

export interface GroupDraft extends RecentLossCounts {
  id: string
  displayName: string
  dn: string
  /** Its object in AD; undefined if it is to be created. */
  writtenObject?: WrittenObjectIds
  membersBefore: number
  /** The fingerprint of its members in AD. */
  fingerprint?: string
  /** Its members in AD (GUIDs), if so many leave that it matters whether the accounts of the others are enabled. */
  memberGuids?: readonly string[]
  /** The changes of name, container and attributes. */
  changes: Change[]
  delta?: MemberDelta
  /** The summary of the cloud's members, if it may need a proof: members leave, none is listed, or the rule changed. */
  listing?: MemberListing
  /** The number of users of the cloud group without a SID. */
  withoutSid?: number
  /** The digest of a dynamic group's rule. */
  ruleDigest?: string
  /** The rule of a dynamic group changed, so Entra ID may still be evaluating its members. */
  ruleChanged?: true
  /** Set if the object is to be deprovisioned. */
  deprovisioning?: Deprovisioning
  adopting?: true
  ordered?: true
  recreated?: true
  protection?: Protection
  skippedValues: DesiredGroup['skippedValues']
  /** A problem because of which nothing is planned for the group. */
  error?: Problem
  /** A problem that is reported although the changes are planned. */
  nonBlockingProblem?: Problem
}

/** An object that is to be deprovisioned. */
export interface Deprovisioning {
  group: DirectoryGroup
  policy: Deprovision
  evidence: Evidence
}

/** Returns the draft of a group that stays unchanged because of an error. */
export function failedDraft(id: string, displayName: string, dn: string, error: Problem): GroupDraft {
  return {
    id,
    displayName,
    dn,
    membersBefore: 0,
    lostRecently: 0,
    membersWithRecentlyLost: 0,
    changes: [],
    skippedValues: [],
    error,
  }
}

export interface GroupDraftInput {
  desired: DesiredGroup
  members: CompleteRead<CloudMember> | WritebackError | undefined
  /** Undefined if the object is to be created. */
  current?: DirectoryGroup
  nestedScope: NestedScope
  /** Members who lost access in the last 24 hours. */
  recentLosses: RecentLosses
  /** Subtrees whose groups grant access by their location. */
  accessSubtrees: readonly string[]
  /** The rule of a dynamic group differs from the one at the last proven read. */
  ruleChanged: boolean
}

/** Compares a cloud group with its object, or plans its creation. A failed read results in an error and no change. */
export function draftGroup(input: GroupDraftInput): GroupDraft {
  const { desired, members, current, nestedScope } = input
  const draft: GroupDraft = {
    id: desired.id,
    displayName: desired.displayName,
    dn: current?.dn ?? desired.dn,
    membersBefore: current?.members.items.length ?? 0,
    ...countLostMembers(input.recentLosses, current),
    changes: [],
    skippedValues: desired.skippedValues,
    ...(current && {
      writtenObject: { guid: current.guid, sid: current.sid, dn: current.dn },
      fingerprint: membersFingerprint(current.members.items.map(({ guid }) => guid)),
    }),
  }
  if (members === undefined || members instanceof WritebackError)
    return { ...draft, error: membersReadProblem(members) }
  const delta = compareMembers(members, current, nestedScope)
  const leaving = delta.surplus?.members.length ?? 0
  const needsListing = leaving > 0 || members.items.length === 0 || input.ruleChanged
  return {
    ...draft,
    dn: desired.dn,
    changes: current ? diffGroup(desired, current, input.accessSubtrees) : [createGroupChange(desired)],
    delta,
    withoutSid: members.items.filter(({ kind, sid }) => kind === 'user' && sid === undefined).length,
    ...(needsListing && { listing: summarizeListing(members) }),
    ...(current && leaving >= minLeavers && membersToLookUp(current)),
    ...(delta.primaryLeavers.length > 0 && { nonBlockingProblem: primaryGroupProblem(delta.primaryLeavers) }),
  }
}

/** The number of leaving members from which the others are looked up: the default of limits.groupEmptied.from. */
const minLeavers = 3
/** The size above which members are not looked up: no group in use has that many members who are nearly all disabled. */
const maxMemberLookups = 1000

function membersToLookUp(current: DirectoryGroup): Partial<GroupDraft> {
  const { items } = current.members
  return items.length > maxMemberLookups ? {} : { memberGuids: items.map(({ guid }) => guid) }
}

/**
 * Counts the members who lost access in the last 24 hours. Removed members who are members again have lost nothing;
 * members who lost access with the group's kind or container (`inside`) still count.
 */
export function countLostMembers(
  { removed, withoutAccess }: RecentLosses,
  current: DirectoryGroup | undefined,
): RecentLossCounts {
  const members = current?.members.items ?? []
  const left = removed.size - members.filter(({ guid }) => removed.has(guid)).length
  return { lostRecently: left + withoutAccess.size, membersWithRecentlyLost: members.length + left }
}

/** Returns the draft of an object that is to be deprovisioned. */
export function deprovisioningDraft(
  deprovisioning: Deprovisioning,
  displayName: string,
  lost: RecentLosses,
): GroupDraft {
  const { group, policy } = deprovisioning
  const { guid, sid, dn, members, primaryMembers } = group
  const problem =
    policy === 'keep' || primaryMembers.length === 0 ? undefined : primaryGroupProblem(primaryMembers)
  return {
    id: group.groupIds[0],
    displayName,
    dn,
    writtenObject: { guid, sid, dn },
    membersBefore: members.items.length,
    ...countLostMembers(lost, group),
    changes: [],
    skippedValues: [],
    deprovisioning,
    // AD does not delete a group that is the primary group of a user; its other members can be removed.
    ...(problem && (policy === 'delete' ? { error: problem } : { nonBlockingProblem: problem })),
  }
}

/** Prevents the deletion of a protected object; emptying it needs an approval (guard rule `protectedRemovals`). */
export function preventDeletion(draft: GroupDraft, { dn, protection }: DirectoryGroup): GroupDraft {
  if (!protection) return draft
  return draft.deprovisioning?.policy === 'delete'
    ? { ...draft, error: protectedObjectProblem(dn, protection) }
    : { ...draft, protection }
}

/** Adds the adoption of the object in front of all other changes. */
export function adoptionDraft(draft: GroupDraft, { guid, dn, sid, attributes }: DirectoryGroup): GroupDraft {
  const kind = hasSecurityBit(attributes) ? 'security' : 'distribution'
  const adoption: AdoptGroup = { type: 'adoptGroup', guid, dn, sid, kind, leaving: 0 }
  return { ...draft, dn, adopting: true, changes: [adoption, ...draft.changes] }
}

function primaryGroupProblem(primaryLeavers: readonly DirectoryMember[]): Problem {
  return {
    code: 'primaryGroupMember',
    message: `${primaryLeavers.length} of the members in AD are not members in Entra ID, but have this group as their primary group: ${listDns(primaryLeavers)}. AD cannot remove a member from its primary group.`,
    hint: 'Set another primary group for them (primaryGroupID), then run again.',
  }
}

function membersReadProblem(error: WritebackError | undefined): Problem {
  return (
    error?.problems[0] ?? { code: 'graphIncomplete', message: 'The members of this group were not read.' }
  )
}
