/**
 * Joins objects in AD to cloud groups by their anchor. Returns the problems of conflicting, copied, missing and protected
 * objects, and of names that are in use.
 */
import type { Problem } from '../errors.js'
import type { AdoptionCandidate } from '../model/directory.js'
import { equalDn, isWithin } from '../model/dn.js'
import type { DirectoryGroup, Protection } from '../model/group.js'
import type { Memory } from '../model/memory.js'

/** The groups (ids) of the objects in the memory, by GUID. */
export type KnownObjects = ReadonlyMap<string, string>

export const knownObjects = ({ groups }: Memory): KnownObjects =>
  new Map(Object.entries(groups).map(([id, { guid }]) => [guid, id]))

/** The properties of an object that are relevant to the join. */
type JoinedObject = Pick<DirectoryGroup, 'groupIds' | 'dn' | 'guid' | 'protection'>

/**
 * The relation of an object to the cloud group that its anchor names.
 *
 * | object                        | memory                                 | result       |
 * |-------------------------------|----------------------------------------|--------------|
 * | has anchors of two groups     |                                        | a problem    |
 * | has the anchor of one group   | it is the object of another group      | a problem    |
 * | is a built-in object          |                                        | a problem    |
 * | has the anchor                | it is the object of the group          | known        |
 * | has the anchor                | the group has another object           | copy         |
 * | has the anchor                | its creation got no response           | known        |
 * | has the anchor                | the group has no object                | unknown      |
 */
export type Tie = 'known' | 'copy' | 'unknown'

/** Returns the relation of an object to the group `id` according to the memory. */
export function tieOf({ guid, dn }: Pick<JoinedObject, 'guid' | 'dn'>, memory: Memory, id: string): Tie {
  const remembered = memory.groups[id]
  const uncertainDn = memory.uncertain[id]
  if (remembered?.guid === guid || (uncertainDn !== undefined && equalDn(uncertainDn, dn))) return 'known'
  return remembered === undefined ? 'unknown' : 'copy'
}

/** Returns the problem of an object that a person has to resolve; such objects stay unchanged. */
export function joinProblem(group: JoinedObject, remembered: KnownObjects): Problem | undefined {
  const owner = remembered.get(group.guid)
  const claimed = new Set([...group.groupIds, ...(owner === undefined ? [] : [owner])])
  if (claimed.size > 1) return anchorConflictProblem(group, owner)
  if (group.protection && group.protection !== 'adminCount')
    return protectedObject(group.dn, group.protection)
  return undefined
}

const protections: Record<Protection, string> = {
  adminCount: 'adminCount is 1: it is or was a member of a protected group',
  isCriticalSystemObject: 'isCriticalSystemObject is TRUE: it is a built-in object of Windows',
  wellKnownRid: 'its RID is below 1000: it is a built-in object of Windows',
}

export const protectedObject = (dn: string, protection: Protection): Problem => ({
  code: 'protectedObject',
  message: `${dn} is a protected object of Active Directory (${protections[protection]}).`,
  hint:
    protection === 'adminCount'
      ? 'Remove it from the protected group and clear adminCount, or allow the pair in limits.privileged. Members who left the cloud group can be removed after an approval.'
      : 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).',
})

/** Two objects carry the anchor of the group, and neither is in the memory. */
export const anchorDuplicate = (first: string, second: string): Problem => ({
  code: 'anchorDuplicate',
  message: `Two objects carry the anchor of this group: ${first} and ${second}.`,
  hint: 'Clear the anchor of the wrong object.',
})

/** The memory has the object of the group, and other objects carry copies of its anchor. */
export const anchorCopied = (original: string, copies: readonly string[]): Problem => ({
  code: 'anchorDuplicate',
  message: `${copies.join(' and ')} ${copies.length === 1 ? 'carries' : 'carry'} a copy of the anchor of ${original}, which remains the object of the group.`,
  hint: 'Clear the anchor of the copy.',
})

/** The object in the memory was found by its GUID, but without its anchor or outside the container. */
export const objectStrayed = (dn: string, container: string): Problem =>
  isWithin(dn, container)
    ? {
        code: 'anchorRemoved',
        message: `The object of this group, ${dn}, no longer carries its anchor.`,
        hint: 'Restore its anchor (adminDescription), or disable the group if the object is no longer needed.',
      }
    : anchorElsewhereProblem(dn)

/** The object in the memory exists on another domain controller only, or that controller does not respond. */
export const objectNotReplicated = (controller: string): Problem => ({
  code: 'objectNotReplicated',
  message: `The object of this group was written on ${controller}, but this domain controller does not have it.`,
  hint: 'Wait for replication, or run again when that domain controller responds. The object is not created a second time.',
})

const anchorElsewhereProblem = (dn: string): Problem => ({
  code: 'anchorElsewhere',
  message: `The object of this group is outside the container: ${dn}.`,
  hint: 'Move it into the container, or clear its anchor and disable the group.',
})

/** Returns the problem that prevents the creation of a group: its anchor, name or SID is in use, or no container. */
export function collision({ match, dn }: AdoptionCandidate): Problem {
  switch (match) {
    case 'anchor':
      return anchorElsewhereProblem(dn)
    case 'noContainer':
      return {
        code: 'containerMissing',
        message: `The container of this group, ${dn}, does not exist, or this account cannot see it.`,
        hint: 'Create the container, or enable the group again with another one.',
      }
    default:
      return {
        code: 'nameTaken',
        message: `${dn} has the name of this group and is not managed by group-writeback.`,
        hint: 'Rename that object.',
      }
  }
}

/** An object carries the anchors of several groups, or the anchor of another group than in the memory. */
function anchorConflictProblem({ dn, groupIds }: JoinedObject, owner: string | undefined): Problem {
  const message =
    groupIds.length > 1
      ? `${dn} carries the anchors of ${groupIds.length} groups: ${groupIds.join(', ')}.`
      : `${dn} was written as the group ${owner}, but carries the anchor of ${groupIds[0]}.`
  return {
    code: 'anchorConflict',
    message,
    hint: 'Set adminDescription and msDS-ExternalDirectoryObjectId to the anchor of the same group.',
  }
}
