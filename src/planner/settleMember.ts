/** Decides one member that did not match by SID directly, by the objects that it was looked up as. */
import type { CloudMember, DirectoryMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { MemberReason } from '../model/reason.js'
import type { Lookups, NestedScope } from './memberLookups.js'

/** The decision about one member of a cloud group. */
export interface Settlement {
  /** The members in AD (GUIDs) that represent this member and stay. */
  stays?: readonly string[]
  adds?: MemberReference
  /** The reason why nothing is added. */
  reason?: MemberReason
}

/** Decides a member by the object with its SID. */
export function settleBySid(
  member: CloudMember & { sid: string },
  inside: ReadonlySet<string>,
  { bySid }: Pick<Lookups, 'bySid'>,
): Settlement {
  const found = bySid.get(member.sid)
  if (!found) return { reason: 'notInForest' }
  if (inside.has(found.guid)) return { stays: [found.guid] }
  const reason = skipReason(member, found)
  return reason ? { reason } : { adds: memberReference(member, found) }
}

export interface NestedContext {
  scope: ReturnType<NestedScope>
  /** Members in AD without a match so far. */
  surplus: readonly DirectoryMember[]
  lookups: Lookups
}

/**
 * Decides a nested group. If it is a member on both sides, it stays a member, by any of its objects, wherever they are.
 *
 * | own object           | object with its SID | result                                                            |
 * |----------------------|---------------------|-------------------------------------------------------------------|
 * | is a member          | is a member         | own one stays; the other one is removed if the group is in scope  |
 * | is a member          |                     | stays                                                             |
 * | exists or is created | is a member         | own one is added; the other one stays until a later run           |
 * | exists or is created |                     | is added                                                          |
 * | none, or ambiguous   | is a member         | stays                                                             |
 * | none, or ambiguous   |                     | is added by SID, if AD is its source of authority                 |
 */
export function settleNested(member: CloudMember, { scope, surplus, lookups }: NestedContext): Settlement {
  const { id, sid } = member
  const objects = lookups.written.get(id) ?? []
  const own = new Set([...objects.map(({ guid }) => guid), lookups.remembered.get(id)])
  const ownInside = surplus.filter(({ guid }) => own.has(guid)).map(({ guid }) => guid)
  const resolved = sid === undefined ? undefined : lookups.bySid.get(sid)
  const isOther = (other: DirectoryMember) =>
    sid !== undefined && (other.sid === sid || other.guid === resolved?.guid)
  const otherInside = surplus.filter(isOther).map(({ guid }) => guid)
  if (ownInside.length > 0) return { stays: scope === 'in' ? ownInside : [...ownInside, ...otherInside] }
  const adds = scope === 'in' ? nestedGroupAddition(member, lookups) : undefined
  if (adds) return { stays: otherInside, adds }
  if (otherInside.length > 0) return { stays: otherInside }
  if (scope !== 'in' && sid !== undefined && objects.length === 0)
    return settleBySid({ ...member, sid }, new Set(), lookups)
  return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }
}

/** Returns the reference to the group's own object, or to the one that this run creates; undefined if there is none. */
function nestedGroupAddition(
  member: CloudMember,
  { written, created, undecided }: Lookups,
): MemberReference | undefined {
  const { id } = member
  const [found, duplicate] = written.get(id) ?? []
  if (found && !duplicate && !undecided.has(id)) return { ...memberReference(member, found), group: id }
  return created.has(id) ? { ...cloudIdentity(member), group: id } : undefined
}

/**
 * Returns the reason why a member must not be added by its SID. The SID in the cloud can be any value that was written
 * there, so it grants access only to an object of the same kind that is not built into AD.
 */
function skipReason({ kind }: CloudMember, found: ResolvedMember): MemberReason | undefined {
  if (found.system) return 'systemObject'
  if (kind !== found.kind) return 'kindDiffers'
  return found.domainLocal ? 'domainLocalGroup' : undefined
}

const cloudIdentity = ({ id, displayName }: CloudMember) => ({
  id,
  ...(displayName !== undefined && { displayName }),
})

const memberReference = (
  member: CloudMember,
  found: Pick<ResolvedMember, 'guid' | 'sid' | 'dn'>,
): MemberReference => ({
  ...cloudIdentity(member),
  guid: found.guid,
  sid: found.sid,
  dn: found.dn,
})
