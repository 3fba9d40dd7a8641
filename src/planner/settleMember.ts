/** Decides about one member that did not match at first sight. */
import type { CloudMember, DirectoryMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { MemberReason } from '../model/reason.js'
import type { Lookups, NestedScope } from './memberLookups.js'

export interface Settlement {
  /** Objects (GUIDs) in the group that stand for this member. */
  stays?: readonly string[]
  adds?: MemberReference
  /** Why nothing is added. */
  reason?: MemberReason
}

export function settleBySid(
  member: CloudMember & { sid: string },
  inside: ReadonlySet<string>,
  { bySid }: Pick<Lookups, 'bySid'>,
): Settlement {
  const found = bySid.get(member.sid)
  if (!found) return { reason: 'notInForest' }
  if (inside.has(found.guid)) return { stays: [found.guid] }
  const reason = refusalOf(member, found)
  return reason ? { reason } : { adds: reference(member, found) }
}

export interface NestedContext {
  scope: ReturnType<NestedScope>
  /** Objects in the group that nobody stands for so far. */
  surplus: readonly DirectoryMember[]
  lookups: Lookups
}

/**
 * A nested group that is a member on both sides stays one, whichever of its objects that is, and wherever it was moved.
 *
 * | its own object         | the object with its SID | the group                                              |
 * |------------------------|-------------------------|--------------------------------------------------------|
 * | is inside              | is inside               | stays; the other one leaves, once the group is written |
 * | is inside              |                         | stays                                                  |
 * | is written, or will be | is inside               | is added; the other one stays until then               |
 * | is written, or will be |                         | is added                                               |
 * | is none, or in trouble | is inside               | stays                                                  |
 * | is none, or in trouble |                         | is added by SID where AD owns it                       |
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
  const adds = scope === 'in' ? additionOf(member, lookups) : undefined
  if (adds) return { stays: otherInside, adds }
  if (otherInside.length > 0) return { stays: otherInside }
  if (scope !== 'in' && sid !== undefined && objects.length === 0)
    return settleBySid({ ...member, sid }, new Set(), lookups)
  return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }
}

/** By its own object, or as a group that this run creates. */
function additionOf(
  member: CloudMember,
  { written, created, undecided }: Lookups,
): MemberReference | undefined {
  const { id } = member
  const [found, twin] = written.get(id) ?? []
  if (found && !twin && !undecided.has(id)) return { ...reference(member, found), group: id }
  return created.has(id) ? { ...named(member), group: id } : undefined
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

const reference = (
  member: CloudMember,
  found: Pick<ResolvedMember, 'guid' | 'sid' | 'dn'>,
): MemberReference => ({
  ...named(member),
  guid: found.guid,
  sid: found.sid,
  dn: found.dn,
})
