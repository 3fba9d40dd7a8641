import type { Problem } from '../errors.js'
import type { AdoptionCandidate } from '../model/directory.js'
import { equalDn, isWithin } from '../model/dn.js'
import type { DirectoryGroup, Protection } from '../model/group.js'
import type { Memory } from '../model/memory.js'

/** The group (id) that the state knows each written object (GUID) as. */
export type KnownObjects = ReadonlyMap<string, string>

export const knownObjects = ({ groups }: Memory): KnownObjects =>
  new Map(Object.entries(groups).map(([id, { guid }]) => [guid, id]))

/** An object as far as joining looks at it. */
type Joined = Pick<DirectoryGroup, 'groupIds' | 'dn' | 'guid' | 'protection'>

/**
 * How an object is tied to the cloud group that its anchor names.
 *
 * | the object                                       | the state remembers        | answer       |
 * |--------------------------------------------------|----------------------------|--------------|
 * | names two groups                                 |                            | a problem    |
 * | names one group                                  | as another group's         | a problem    |
 * | is one of Windows itself                         |                            | a problem    |
 * | carries the anchor                               | this very object           | known        |
 * | carries the anchor                               | another object             | copy         |
 * | carries the anchor                               | that it tried to create it | known        |
 * | carries the anchor                               | none                       | unknown      |
 */
export type Tie = 'known' | 'copy' | 'unknown'

export function tieOf({ guid, dn }: Pick<Joined, 'guid' | 'dn'>, memory: Memory, id: string): Tie {
  const known = memory.groups[id]
  const tried = memory.uncertain[id]
  if (known?.guid === guid || (tried !== undefined && equalDn(tried, dn))) return 'known'
  return known === undefined ? 'unknown' : 'copy'
}

/** What only a person can decide; such objects are left exactly as they are. */
export function joinProblem(group: Joined, known: KnownObjects): Problem | undefined {
  const owner = known.get(group.guid)
  const named = new Set([...group.groupIds, ...(owner === undefined ? [] : [owner])])
  if (named.size > 1) return anchorConflict(group, owner)
  if (group.protection && group.protection !== 'adminCount')
    return protectedObject(group.dn, group.protection)
  return undefined
}

const protections: Record<Protection, string> = {
  adminCount: 'adminCount is 1: it is, or was, a member of a protected group',
  isCriticalSystemObject: 'isCriticalSystemObject is TRUE: it is an object of Windows itself',
  wellKnownRid: 'its RID is below 1000: it is an object of Windows itself',
}

export const protectedObject = (dn: string, protection: Protection): Problem => ({
  code: 'protectedObject',
  message: `${dn} is a protected object of Active Directory (${protections[protection]}).`,
  hint:
    protection === 'adminCount'
      ? 'Take it out of the protected group and clear adminCount, or allow the pair in limits.privileged. Members who left the cloud group can be removed on approval.'
      : 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).',
})

/** Two objects claim to be the group, and the state knows neither. */
export const anchorDuplicate = (first: string, second: string): Problem => ({
  code: 'anchorDuplicate',
  message: `Two objects carry the anchor of this group: ${first} and ${second}.`,
  hint: 'Clear the anchor of the one that is not the group.',
})

/** The object that was written is known; another one carries a copy of its anchor. */
export const anchorCopied = (known: string, copies: readonly string[]): Problem => ({
  code: 'anchorDuplicate',
  message: `${copies.join(' and ')} ${copies.length === 1 ? 'carries' : 'carry'} a copy of the anchor of ${known}, which goes on as the group.`,
  hint: 'Clear the anchor of the copy.',
})

/** The object that was written is known, and is not where it was, or not marked as it was. */
export const objectStrayed = (dn: string, container: string): Problem =>
  isWithin(dn, container)
    ? {
        code: 'anchorRemoved',
        message: `The object of this group, ${dn}, does not carry its anchor any more.`,
        hint: 'Restore its anchor (adminDescription), or disable the group to give the object up.',
      }
    : anchorElsewhere(dn)

export const objectNotReplicated = (controller: string): Problem => ({
  code: 'objectNotReplicated',
  message: `The object of this group was written on ${controller}, and this domain controller does not show it.`,
  hint: 'Wait for replication, or run again when that domain controller answers. It is not created a second time.',
})

const anchorElsewhere = (dn: string): Problem => ({
  code: 'anchorElsewhere',
  message: `The object of this group is outside the container: ${dn}.`,
  hint: 'Move it into the container, or clear its anchor and disable the group.',
})

/** What stands in the way of creating a group, besides the object it was once synced from. */
export function collision({ match, dn }: AdoptionCandidate): Problem {
  switch (match) {
    case 'anchor':
      return anchorElsewhere(dn)
    case 'noContainer':
      return {
        code: 'containerMissing',
        message: `The container of this group, ${dn}, does not exist, or this account cannot see it.`,
        hint: 'Create it, or enable the group again with another container.',
      }
    default:
      return {
        code: 'nameTaken',
        message: `${dn} has the name this group needs, and is not ours.`,
        hint: 'Rename that object.',
      }
  }
}

/** One object that says it is several groups, or another one than it was written as. */
function anchorConflict({ dn, groupIds }: Joined, owner: string | undefined): Problem {
  const message =
    groupIds.length > 1
      ? `${dn} carries the anchors of ${groupIds.length} groups: ${groupIds.join(', ')}.`
      : `${dn} was written as the group ${owner}, and carries the anchor of ${groupIds[0]}.`
  return {
    code: 'anchorConflict',
    message,
    hint: 'Make adminDescription and msDS-ExternalDirectoryObjectId name the same group.',
  }
}
