/** Problems of objects with an anchor: copied, missing, moved and protected ones. */
import type { Problem } from '../errors.js'
import { isInContainer } from '../model/dn.js'
import type { Protection } from '../model/group.js'

const protections: Record<Protection, string> = {
  adminCount: 'adminCount is 1: it is or was a member of a protected group',
  isCriticalSystemObject: 'isCriticalSystemObject is TRUE: it is a built-in object of Windows',
  wellKnownRid: 'its RID is below 1000: it is a built-in object of Windows',
}

export const protectedObjectProblem = (dn: string, protection: Protection): Problem => ({
  code: 'protectedObject',
  message: `${dn} is a protected object of Active Directory (${protections[protection]}).`,
  hint:
    protection === 'adminCount'
      ? 'Remove it from the protected group and clear adminCount, or allow the pair in limits.privileged. Members who left the cloud group can be removed after an approval.'
      : 'Remove the anchor from it (adminDescription, msDS-ExternalDirectoryObjectId).',
})

/** Two objects carry the anchor of the group, and neither is in the memory. */
export const duplicateAnchorProblem = (first: string, second: string): Problem => ({
  code: 'anchorDuplicate',
  message: `Two objects carry the anchor of this group: ${first} and ${second}.`,
  hint: 'Clear the anchor of the wrong object.',
})

/** The memory has the object of the group, and other objects carry copies of its anchor. */
export const copiedAnchorProblem = (original: string, copies: readonly string[]): Problem => ({
  code: 'anchorDuplicate',
  message: `${copies.join(' and ')} ${copies.length === 1 ? 'carries' : 'carry'} a copy of the anchor of ${original}, which remains the object of the group.`,
  hint: 'Clear the anchor of the copy.',
})

/** The object in the memory was found by its GUID, but without its anchor or outside the container. */
export const unlistedObjectProblem = (dn: string, container: string): Problem =>
  isInContainer(dn, container)
    ? {
        code: 'anchorRemoved',
        message: `The object of this group, ${dn}, no longer carries its anchor.`,
        hint: 'Restore its anchor (adminDescription), or disable the group if the object is no longer needed.',
      }
    : outsideAnchorProblem(dn)

/** The object in the memory exists on another domain controller only, or that controller does not respond. */
export const notReplicatedProblem = (controller: string): Problem => ({
  code: 'objectNotReplicated',
  message: `The object of this group was written on ${controller}, but this domain controller does not have it.`,
  hint: 'Wait for replication, or run again when that domain controller responds. The object is not created a second time.',
})

export const outsideAnchorProblem = (dn: string): Problem => ({
  code: 'anchorElsewhere',
  message: `The object of this group is outside the container: ${dn}.`,
  hint: 'Move it into the container, or clear its anchor and disable the group.',
})
