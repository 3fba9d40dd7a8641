/** A group compared, before its new members are looked up in AD and its leavers are proved. */
import { WritebackError, type Problem } from '../errors.js'
import type { AdoptGroup, Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import { listingOf, type Evidence, type MemberListing } from '../model/evidence.js'
import type { DesiredGroup, DirectoryGroup, Protection } from '../model/group.js'
import type { CloudMember, DirectoryMember } from '../model/member.js'
import type { Deprovision } from '../model/settings.js'
import { hasSecurityBit } from './desiredGroup.js'
import { creation, diffGroup } from './diff.js'
import { fingerprintOf } from './fingerprint.js'
import { protectedObject } from './join.js'
import { listDns } from './listDns.js'
import type { RecentLosses } from './guard.js'
import type { NestedScope, WrittenObject } from './memberLookups.js'
import { memberDelta, type MemberDelta } from './members.js'

export interface Draft {
  id: string
  displayName: string
  dn: string
  /** Its object in AD; missing where it is created. */
  object?: WrittenObject
  membersBefore: number
  /** Of its members in AD. */
  fingerprint?: string
  lostRecently: number
  membersEarlier: number
  /** Its members in AD (GUIDs), where so many leave that it matters whether the others have access. */
  members?: readonly string[]
  /** Of name, place and attributes. */
  changes: Change[]
  delta?: MemberDelta
  /** What the cloud listed: kept where members would leave, or where an empty or a changed list is in doubt. */
  listing?: MemberListing
  /** Users of the cloud group without a SID. */
  withoutSid?: number
  /** Of a dynamic group's rule. */
  ruleDigest?: string
  /** Entra may still be working its members out. */
  ruleChanged?: true
  /** The object is not wanted any more. */
  ending?: Ending
  adopting?: true
  ordered?: true
  recreated?: true
  protection?: Protection
  skippedValues: DesiredGroup['skippedValues']
  /** Nothing is planned for the group. */
  error?: Problem
  /** Told beside what is planned. */
  finding?: Problem
}

export interface Ending {
  group: DirectoryGroup
  policy: Deprovision
  evidence: Evidence
}

/** A group that is left as it is, because only a person can decide. */
export function failedDraft(id: string, displayName: string, dn: string, error: Problem): Draft {
  return {
    id,
    displayName,
    dn,
    membersBefore: 0,
    lostRecently: 0,
    membersEarlier: 0,
    changes: [],
    skippedValues: [],
    error,
  }
}

export interface DraftInput {
  desired: DesiredGroup
  members: CompleteRead<CloudMember> | WritebackError | undefined
  /** Missing where the object is created. */
  current?: DirectoryGroup
  nested: NestedScope
  /** Members who lost access in the last 24 hours. */
  lost: RecentLosses
  /** Subtrees whose groups give access by their place. */
  accessSubtrees: readonly string[]
  /** The rule of a dynamic group is another one than at the last proven read. */
  ruleChanged: boolean
}

/** Compares one cloud group with its object, or plans the object. A read that failed is an error, never a change. */
export function draftGroup(input: DraftInput): Draft {
  const { desired, members, current, nested } = input
  const draft: Draft = {
    id: desired.id,
    displayName: desired.displayName,
    dn: current?.dn ?? desired.dn,
    membersBefore: current?.members.items.length ?? 0,
    ...countLost(input.lost, current),
    changes: [],
    skippedValues: desired.skippedValues,
    ...(current && {
      object: { guid: current.guid, sid: current.sid, dn: current.dn },
      fingerprint: fingerprintOf(current.members.items.map(({ guid }) => guid)),
    }),
  }
  if (members === undefined || members instanceof WritebackError)
    return { ...draft, error: readError(members) }
  const delta = memberDelta(members, current, nested)
  const leaving = delta.surplus?.members.length ?? 0
  const isInDoubt = leaving > 0 || members.items.length === 0 || input.ruleChanged
  return {
    ...draft,
    dn: desired.dn,
    changes: current ? diffGroup(desired, current, input.accessSubtrees) : [creation(desired)],
    delta,
    withoutSid: members.items.filter(({ kind, sid }) => kind === 'user' && sid === undefined).length,
    ...(isInDoubt && { listing: listingOf(members) }),
    ...(current && leaving >= fewLeavers && membersToAskAbout(current)),
    ...(delta.primaryLeavers.length > 0 && { finding: primaryGroupMember(delta.primaryLeavers) }),
  }
}

/** As many as an empty group is judged by, unless the limits say otherwise. */
const fewLeavers = 3
/** That nearly all of more members than these are disabled is no group that anybody uses. */
const mostAskedAbout = 1000

function membersToAskAbout(current: DirectoryGroup): Pick<Draft, 'members'> {
  const { items } = current.members
  return items.length > mostAskedAbout ? {} : { members: items.map(({ guid }) => guid) }
}

/** Who was removed and is a member again has not lost anything; who lost access inside is a member still. */
export function countLost(
  { removed, inside }: RecentLosses,
  current: DirectoryGroup | undefined,
): Pick<Draft, 'lostRecently' | 'membersEarlier'> {
  const members = current?.members.items ?? []
  const left = removed.size - members.filter(({ guid }) => removed.has(guid)).length
  return { lostRecently: left + inside.size, membersEarlier: members.length + left }
}

/** The object of a group that is not to be written any more. */
export function endingDraft(ending: Ending, displayName: string, lost: RecentLosses): Draft {
  const { group, policy } = ending
  const { guid, sid, dn, members, primaryMembers } = group
  const stay =
    policy === 'keep' || primaryMembers.length === 0 ? undefined : primaryGroupMember(primaryMembers)
  return {
    id: group.groupIds[0],
    displayName,
    dn,
    object: { guid, sid, dn },
    membersBefore: members.items.length,
    ...countLost(lost, group),
    changes: [],
    skippedValues: [],
    ending,
    // AD deletes no group that is somebody's primary one; who is a member besides can leave.
    ...(stay && (policy === 'delete' ? { error: stay } : { finding: stay })),
  }
}

/** What AD protects is not deleted, and emptied on approval alone (guard: `protectedRemovals`). */
export function protectEnding(draft: Draft, { dn, protection }: DirectoryGroup): Draft {
  if (!protection) return draft
  return draft.ending?.policy === 'delete'
    ? { ...draft, error: protectedObject(dn, protection) }
    : { ...draft, protection }
}

/** Puts taking over before everything else that is planned for an object that was there before us. */
export function adoptingDraft(draft: Draft, { guid, dn, sid, attributes }: DirectoryGroup): Draft {
  const kind = hasSecurityBit(attributes) ? 'security' : 'distribution'
  const adoption: AdoptGroup = { type: 'adoptGroup', guid, dn, sid, kind, leaving: 0 }
  return { ...draft, dn, adopting: true, changes: [adoption, ...draft.changes] }
}

function primaryGroupMember(primaryLeavers: readonly DirectoryMember[]): Problem {
  return {
    code: 'primaryGroupMember',
    message: `${primaryLeavers.length} of its members in AD have it as their primary group and are no members in the cloud: ${listDns(primaryLeavers)}. AD does not let a member leave its primary group.`,
    hint: 'Set another primary group for them (primaryGroupID), then run again.',
  }
}

function readError(error: WritebackError | undefined): Problem {
  return (
    error?.problems[0] ?? { code: 'graphIncomplete', message: 'The members of this group were not read.' }
  )
}
