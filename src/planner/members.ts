import { reduceSurplus, surplusOf, type Surplus } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { DirectoryGroup } from '../model/group.js'
import type {
  CloudMember,
  DirectoryMember,
  MemberReference,
  ResolvedMember,
  SkippedMember,
} from '../model/member.js'
import type { MemberReason } from '../model/reason.js'

/** Whether a nested cloud group is written: in scope, in scope but not writable, or out of scope. */
export type NestedScope = (groupId: string) => 'in' | 'notWritten' | 'out'

/** The difference between a cloud group's members and its object's: only what does not match is kept. */
export interface MemberDelta {
  /** Members to find in the forest by SID, then to add. */
  bySid: Array<CloudMember & { sid: string }>
  /** Nested groups to match by their own anchor: those in scope, and those that once may have been. */
  byAnchor: Array<{ member: CloudMember; scope: ReturnType<NestedScope> }>
  /** Members in AD without a counterpart so far; a nested group may still turn out to be one. */
  surplus?: Surplus
  /** Users whose primary group it is and who are no members of the cloud group: AD keeps them out of `member`. */
  primaryLeavers: DirectoryMember[]
  skipped: SkippedMember[]
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
  const delta: MemberDelta = { bySid: [], byAnchor: [], primaryLeavers: [], skipped: [] }
  for (const member of cloud.items) {
    const match = matchOf(member, nested)
    if (match === 'anchor') delta.byAnchor.push({ member, scope: nested(member.id) })
    else if (typeof match === 'string') delta.skipped.push(skip(member, match))
    else if (!wanted.has(match.sid)) {
      wanted.add(match.sid)
      if (!present.has(match.sid)) delta.bySid.push({ ...member, ...match })
    }
  }
  const isWanted = ({ sid }: DirectoryMember) => sid !== undefined && wanted.has(sid)
  if (group) delta.surplus = surplusOf(group, isWanted)
  delta.primaryLeavers = primary.filter((member) => !isWanted(member))
  return delta
}

/**
 * How a member is found on-premises, or why it is not written.
 *
 * | member                                    | answer                                   |
 * |-------------------------------------------|------------------------------------------|
 * | group that is written back                | by its own anchor                        |
 * | other group with a SID (AD's own)         | by SID                                   |
 * | other group                               | by its own anchor: it may be frozen there |
 * | user with a SID                           | by SID                                   |
 * | guest, other user                         | guest, cloudOnly                         |
 * | device, service principal, contact, other | its kind                                 |
 */
function matchOf(member: CloudMember, nested: NestedScope): { sid: string } | 'anchor' | MemberReason {
  const { kind, sid, guest } = member
  if (kind === 'group') return sid && nested(member.id) !== 'in' ? { sid } : 'anchor'
  if (kind === 'user') return sid ? { sid } : guest ? 'guest' : 'cloudOnly'
  return kind === 'other' ? 'unsupportedKind' : kind
}

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
  const surplus = new Set(delta.surplus?.members.map((member) => member.guid))
  const wanted = new Set<string>()
  const adding = new Map<string, MemberReference>()
  const skipped = [...delta.skipped]

  for (const member of delta.bySid) {
    const found = lookups.bySid.get(member.sid)
    const refusal = found && refusalOf(member, found)
    if (!found) skipped.push(skip(member, 'notInForest'))
    else if (surplus.has(found.guid)) wanted.add(found.guid)
    else if (refusal) skipped.push(skip(member, refusal))
    else adding.set(found.guid, reference(member, found))
  }
  for (const { member, scope } of delta.byAnchor) {
    const objects = lookups.written.get(member.id) ?? []
    const present = objects.filter(({ guid }) => surplus.has(guid))
    const [found, twin] = objects
    for (const { guid } of present) wanted.add(guid)
    if (present.length > 0) continue
    if (scope !== 'in') skipped.push(skip(member, scope === 'out' ? 'notInScope' : 'groupNotWritten'))
    else if (found && !twin && !lookups.undecided.has(member.id))
      adding.set(found.guid, { ...reference(member, found), group: member.id })
    else if (lookups.created.has(member.id)) adding.set(member.id, { ...named(member), group: member.id })
    else skipped.push(skip(member, 'groupNotWritten'))
  }
  const leaving = delta.surplus && reduceSurplus(delta.surplus, wanted)
  return { adding: [...adding.values()], skipped, ...(leaving && { leaving }) }
}

/**
 * A SID in the cloud is only what somebody wrote there: it has to be that of an object of the same kind, and none of AD's
 * own, before access follows from it.
 */
function refusalOf({ kind }: CloudMember, found: ResolvedMember): MemberReason | undefined {
  if (found.system) return 'systemObject'
  if (kind !== found.kind) return 'kindDiffers'
  return found.domainLocal ? 'domainLocalGroup' : undefined
}

const named = ({ id, displayName }: CloudMember) => ({
  id,
  ...(displayName !== undefined && { displayName }),
})

const skip = (member: CloudMember, reason: MemberReason): SkippedMember => ({ ...named(member), reason })

const reference = (
  member: CloudMember,
  found: Pick<ResolvedMember, 'guid' | 'sid' | 'dn'>,
): MemberReference => ({
  ...named(member),
  guid: found.guid,
  sid: found.sid,
  dn: found.dn,
})
