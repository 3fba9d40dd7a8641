/** Decides one member: the key by which it is matched, the object that it is on-premises, or the reason why it is skipped. */
import type { CloudMember, DirectoryMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { MemberReason } from '../model/reason.js'
import type { MemberLookups, NestedScope } from './memberLookups.js'

/** The decision about one member of a cloud group. */
export interface MemberDecision {
  /** The members in AD (GUIDs) that represent this member and stay. */
  keptGuids?: readonly string[]
  added?: MemberReference
  /** The reason why nothing is added. */
  reason?: MemberReason
}

/**
 * Returns the key by which a member is matched on-premises, or the reason why it is not written.
 *
 * | member                                    | result                                                         |
 * |-------------------------------------------|----------------------------------------------------------------|
 * | group that is not written, with a SID     | SID, if that object is a member; otherwise as in the next line |
 * | group                                     | anchor: its own object, then SID: it may be frozen there       |
 * | user with a SID                           | SID                                                            |
 * | guest without a SID                       | reason `guest`                                                 |
 * | other user without a SID                  | reason `cloudOnly`                                             |
 * | device, service principal, contact, other | its kind as the reason                                         |
 */
export function memberMatch(
  { id, kind, sid, guest }: CloudMember,
  nested: NestedScope,
  present: ReadonlySet<string | undefined>,
): { sid: string } | 'anchor' | MemberReason {
  if (kind === 'group') return sid && nested(id) !== 'in' && present.has(sid) ? { sid } : 'anchor'
  if (kind === 'user') return sid ? { sid } : guest ? 'guest' : 'cloudOnly'
  return kind === 'other' ? 'unsupportedKind' : kind
}

/** Decides a member by the object with its SID. */
export function decideBySid(
  member: CloudMember & { sid: string },
  inside: ReadonlySet<string>,
  { bySid }: Pick<MemberLookups, 'bySid'>,
): MemberDecision {
  const found = bySid.get(member.sid)
  if (!found) return { reason: 'notInForest' }
  if (inside.has(found.guid)) return { keptGuids: [found.guid] }
  const reason = skipReason(member, found)
  return reason ? { reason } : { added: memberReference(member, found) }
}

export interface NestedGroupContext {
  scope: ReturnType<NestedScope>
  /** Members in AD without a match so far. */
  surplus: readonly DirectoryMember[]
  lookups: MemberLookups
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
export function decideNestedGroup(
  member: CloudMember,
  { scope, surplus, lookups }: NestedGroupContext,
): MemberDecision {
  const { id, sid } = member
  const objects = lookups.objectsByGroup.get(id) ?? []
  const own = new Set([...objects.map(({ guid }) => guid), lookups.rememberedGuids.get(id)])
  const ownInside = surplus.filter(({ guid }) => own.has(guid)).map(({ guid }) => guid)
  const resolved = sid === undefined ? undefined : lookups.bySid.get(sid)
  const isOther = (other: DirectoryMember) =>
    sid !== undefined && (other.sid === sid || other.guid === resolved?.guid)
  const otherInside = surplus.filter(isOther).map(({ guid }) => guid)
  if (ownInside.length > 0) return { keptGuids: scope === 'in' ? ownInside : [...ownInside, ...otherInside] }
  const added = scope === 'in' ? nestedGroupAddition(member, lookups) : undefined
  if (added) return { keptGuids: otherInside, added }
  if (otherInside.length > 0) return { keptGuids: otherInside }
  if (scope !== 'in' && sid !== undefined && objects.length === 0)
    return decideBySid({ ...member, sid }, new Set(), lookups)
  return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }
}

/** Returns the reference to the group's own object, or to the one that this run creates; undefined if there is none. */
function nestedGroupAddition(
  member: CloudMember,
  { objectsByGroup, createdGroups, ambiguousGroups }: MemberLookups,
): MemberReference | undefined {
  const { id } = member
  const [found, duplicate] = objectsByGroup.get(id) ?? []
  if (found && !duplicate && !ambiguousGroups.has(id)) return { ...memberReference(member, found), group: id }
  return createdGroups.has(id) ? { ...cloudIdentity(member), group: id } : undefined
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
