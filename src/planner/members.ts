import { reduceSurplus, surplusOf, type Surplus } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { DirectoryGroup } from '../model/group.js'
import type { CloudMember, DirectoryMember, MemberReference, SkippedMember } from '../model/member.js'
import type { MemberReason } from '../model/reason.js'
import type { Lookups, NestedScope } from './memberLookups.js'
import { settleBySid, settleNested, type Settlement } from './settleMember.js'

/** The difference between a cloud group's members and its object's: only what does not match is kept. */
export interface MemberDelta {
  /** Members to find in the forest by SID, then to add. */
  bySid: Array<CloudMember & { sid: string }>
  /** Nested groups to match by their own object: those in scope, and those that once may have been. */
  byAnchor: Array<{ member: CloudMember; scope: ReturnType<NestedScope> }>
  /** Members in AD without a counterpart so far; a nested group may still turn out to be one. */
  surplus?: Surplus
  /** Users whose primary group it is and who are no members of the cloud group: AD keeps them out of `member`. */
  primaryLeavers: DirectoryMember[]
  skipped: SkippedMember[]
  /** Objects (GUIDs) in the group, where nested groups are compared: a user may show the SID of one. */
  present: ReadonlySet<string>
}

/**
 * Compares by SID: the only key both sides have, and the only one that survives moves and renames. `group` is missing
 * where the object is still to be created.
 */
export function memberDelta(
  cloud: CompleteRead<CloudMember>,
  group: DirectoryGroup | undefined,
  nested: NestedScope,
): MemberDelta {
  const primary = group?.primaryMembers ?? []
  const present = new Set([...(group?.members.items ?? []), ...primary].map((member) => member.sid))
  const wanted = new Set<string>()
  const delta: MemberDelta = { bySid: [], byAnchor: [], primaryLeavers: [], skipped: [], present: new Set() }
  for (const member of cloud.items) {
    const match = matchOf(member, nested, present)
    if (match === 'anchor') delta.byAnchor.push({ member, scope: nested(member.id) })
    else if (typeof match === 'string') delta.skipped.push(skip(member, match))
    else if (!wanted.has(match.sid)) {
      wanted.add(match.sid)
      if (!present.has(match.sid)) delta.bySid.push({ ...member, ...match })
    }
  }
  if (delta.byAnchor.length > 0) delta.present = new Set(group?.members.items.map(({ guid }) => guid))
  const isWanted = ({ sid }: DirectoryMember) => sid !== undefined && wanted.has(sid)
  if (group) delta.surplus = surplusOf(group, isWanted)
  delta.primaryLeavers = primary.filter((member) => !isWanted(member))
  return delta
}

/**
 * How a member is found on-premises, or why it is not written.
 *
 * | member                                    | answer                                                     |
 * |-------------------------------------------|------------------------------------------------------------|
 * | group that is not written, with a SID     | by SID, where that object is a member; else as the next    |
 * | group                                     | by its own object, and then by SID: it may be frozen there |
 * | user with a SID                           | by SID                                                     |
 * | guest, other user                         | guest, cloudOnly                                           |
 * | device, service principal, contact, other | its kind                                                   |
 */
function matchOf(
  { id, kind, sid, guest }: CloudMember,
  nested: NestedScope,
  present: ReadonlySet<string | undefined>,
): { sid: string } | 'anchor' | MemberReason {
  if (kind === 'group') return sid && nested(id) !== 'in' && present.has(sid) ? { sid } : 'anchor'
  if (kind === 'user') return sid ? { sid } : guest ? 'guest' : 'cloudOnly'
  return kind === 'other' ? 'unsupportedKind' : kind
}

export interface SettledMembers {
  adding: MemberReference[]
  skipped: SkippedMember[]
  /** Missing where there is no object yet. */
  leaving?: Surplus
}

/**
 * Decides about every member that did not match at first sight. A nested group that is a member on both sides stays
 * one, in scope or not: a child that is frozen or in trouble must not fall out of its parent.
 */
export function settleMembers(delta: MemberDelta, lookups: Lookups): SettledMembers {
  const surplus = delta.surplus?.members ?? []
  const inside = new Set(surplus.map(({ guid }) => guid))
  const wanted = new Set<string>()
  const adding = new Map<string, MemberReference>()
  const skipped = [...delta.skipped]
  const settle = (member: CloudMember, { stays = [], adds, reason }: Settlement): void => {
    for (const guid of stays) wanted.add(guid)
    if (adds && !delta.present.has(adds.guid ?? '')) adding.set(adds.guid ?? member.id, adds)
    if (reason) skipped.push(skip(member, reason))
  }
  for (const member of delta.bySid) settle(member, settleBySid(member, inside, lookups))
  for (const { member, scope } of delta.byAnchor)
    settle(member, settleNested(member, { scope, surplus, lookups }))
  const leaving = delta.surplus && reduceSurplus(delta.surplus, wanted)
  return { adding: [...adding.values()], skipped, ...(leaving && { leaving }) }
}

const skip = ({ id, displayName }: CloudMember, reason: MemberReason): SkippedMember => ({
  id,
  ...(displayName !== undefined && { displayName }),
  reason,
})
