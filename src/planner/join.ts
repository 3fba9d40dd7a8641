import type { Problem } from '../errors.js'
import type { DirectoryGroup } from '../model/group.js'
import type { AdoptionCandidate } from '../model/directory.js'

/** An object as far as joining looks at it. */
type Joined = Pick<DirectoryGroup, 'groupIds' | 'dn' | 'protected'>

/**
 * Ties objects to cloud groups by their anchors, and finds what only a person can decide: two objects with one anchor,
 * one object with two, an object that must never be touched. All of them are left exactly as they are.
 */
export function joinProblem(group: Joined, twin: string | undefined): Problem | undefined {
  if (group.groupIds.length > 1) return anchorConflict(group)
  if (group.protected) {
    return {
      code: 'protectedObject',
      message: `${group.dn} carries an anchor but is a protected object of Active Directory.`,
      wayOut: 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).',
    }
  }
  if (twin) {
    return {
      code: 'anchorDuplicate',
      message: `Two objects carry the anchor of this group: ${twin} and ${group.dn}.`,
      wayOut: 'Clear the anchor of the one that is not the group.',
    }
  }
  return undefined
}

/** What stands in the way of creating a group, besides the object it was once synced from. */
export function collision({ match, dn }: AdoptionCandidate): Problem {
  switch (match) {
    case 'anchor':
      return {
        code: 'anchorElsewhere',
        message: `The group exists outside its container: ${dn} carries its anchor.`,
        wayOut: 'Move that object into the container, or clear its anchor.',
      }
    case 'noContainer':
      return {
        code: 'containerMissing',
        message: `The container of this group, ${dn}, does not exist, or this account cannot see it.`,
        wayOut: 'Create it, or enable the group again with another container.',
      }
    default:
      return {
        code: 'nameTaken',
        message: `${dn} has the name this group needs, and is not ours.`,
        wayOut: 'Rename that object.',
      }
  }
}

/** One object that says it is several groups. */
function anchorConflict({ dn, groupIds }: Joined): Problem {
  return {
    code: 'anchorConflict',
    message: `${dn} carries the anchors of ${groupIds.length} groups: ${groupIds.join(', ')}.`,
    wayOut: 'Make adminDescription and msDS-ExternalDirectoryObjectId name the same group.',
  }
}
