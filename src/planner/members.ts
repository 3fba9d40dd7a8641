/** Compares the members of a cloud group with those of its object, and decides who is added, removed or skipped. */
import { reduceSurplus, surplusMembers, type Surplus } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { DirectoryGroup } from '../model/group.js'
import type { CloudMember, DirectoryMember, MemberReference, SkippedMember } from '../model/member.js'
import type { MemberReason } from '../model/reason.js'
import type { MemberLookups, NestedScope } from './memberLookups.js'
import { decideBySid, decideNestedGroup, memberMatch, type MemberDecision } from './decideMember.js'

/** The difference between the members of a cloud group and of its object; members that match are omitted. */
export interface MemberDelta {
  /** Members to look up in the forest by SID, then to add. */
  bySid: Array<CloudMember & { sid: string }>
  /** Nested groups to match by their own object: those in scope, and those that may have been in scope before. */
  byAnchor: Array<{ member: CloudMember; scope: ReturnType<NestedScope> }>
  /** Members in AD without a match so far; some may still match a nested group. */
  surplus?: Surplus
  /** Users who have it as their primary group and are not members of the cloud group; not part of `member` in AD. */
  primaryLeavers: DirectoryMember[]
  skipped: SkippedMember[]
  /** The members in AD (GUIDs), if there are nested groups to match: a user may have the SID of one of them. */
  present: ReadonlySet<string>
}

/**
 * Compares members by SID, the only key that both sides have and that stays the same when an object is moved or renamed.
 * @param group undefined if the object is still to be created
 */
export function compareMembers(
  cloud: CompleteRead<CloudMember>,
  group: DirectoryGroup | undefined,
  nested: NestedScope,
): MemberDelta {
  const primary = group?.primaryMembers ?? []
  const present = new Set([...(group?.members.items ?? []), ...primary].map((member) => member.sid))
  const wanted = new Set<string>()
  const delta: MemberDelta = { bySid: [], byAnchor: [], primaryLeavers: [], skipped: [], present: new Set() }
  for (const member of cloud.items) {
    const match = memberMatch(member, nested, present)
    if (match === 'anchor') delta.byAnchor.push({ member, scope: nested(member.id) })
    else if (typeof match === 'string') delta.skipped.push(skippedMember(member, match))
    else if (!wanted.has(match.sid)) {
      wanted.add(match.sid)
      if (!present.has(match.sid)) delta.bySid.push({ ...member, ...match })
    }
  }
  if (delta.byAnchor.length > 0) delta.present = new Set(group?.members.items.map(({ guid }) => guid))
  const isWanted = ({ sid }: DirectoryMember) => sid !== undefined && wanted.has(sid)
  if (group) delta.surplus = surplusMembers(group, isWanted)
  delta.primaryLeavers = primary.filter((member) => !isWanted(member))
  return delta
}

export interface DecidedMembers {
  adding: MemberReference[]
  skipped: SkippedMember[]
  /** Undefined if there is no object yet. */
  leaving?: Surplus
}

/**
 * Decides every member that did not match by SID directly. A nested group that is a member on both sides stays a member,
 * in scope or not: a child that is frozen or failed must not be removed from its parent.
 */
export function decideMembers(delta: MemberDelta, lookups: MemberLookups): DecidedMembers {
  const surplus = delta.surplus?.members ?? []
  const inside = new Set(surplus.map(({ guid }) => guid))
  const wanted = new Set<string>()
  const adding = new Map<string, MemberReference>()
  const skipped = [...delta.skipped]
  const recordDecision = (member: CloudMember, { keptGuids = [], added, reason }: MemberDecision): void => {
    for (const guid of keptGuids) wanted.add(guid)
    if (added && !delta.present.has(added.guid ?? '')) adding.set(added.guid ?? member.id, added)
    if (reason) skipped.push(skippedMember(member, reason))
  }
  for (const member of delta.bySid) recordDecision(member, decideBySid(member, inside, lookups))
  for (const { member, scope } of delta.byAnchor)
    recordDecision(member, decideNestedGroup(member, { scope, surplus, lookups }))
  const leaving = delta.surplus && reduceSurplus(delta.surplus, wanted)
  return { adding: [...adding.values()], skipped, ...(leaving && { leaving }) }
}

const skippedMember = ({ id, displayName }: CloudMember, reason: MemberReason): SkippedMember => ({
  id,
  ...(displayName !== undefined && { displayName }),
  reason,
})
