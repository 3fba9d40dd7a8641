/** Joins objects in AD to cloud groups by their anchor and by the memory of what was written. */
import type { Problem } from '../errors.js'
import { equalDn } from '../model/dn.js'
import type { DirectoryGroup } from '../model/group.js'
import type { Memory } from '../model/memory.js'
import { protectedObjectProblem } from './joinProblems.js'

/** The groups (ids) of the objects in the memory, by GUID. */
export type RememberedObjects = ReadonlyMap<string, string>

export const rememberedObjects = ({ groups }: Memory): RememberedObjects =>
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
export type AnchorRelation = 'known' | 'copy' | 'unknown'

/** Returns the relation of an object to the group `id` according to the memory. */
export function anchorRelation(
  { guid, dn }: Pick<JoinedObject, 'guid' | 'dn'>,
  memory: Memory,
  id: string,
): AnchorRelation {
  const remembered = memory.groups[id]
  const uncertainDn = memory.uncertain[id]
  if (remembered?.guid === guid || (uncertainDn !== undefined && equalDn(uncertainDn, dn))) return 'known'
  return remembered === undefined ? 'unknown' : 'copy'
}

/** Returns the problem of an object that a person has to resolve; such objects stay unchanged. */
export function joinProblem(group: JoinedObject, remembered: RememberedObjects): Problem | undefined {
  const owner = remembered.get(group.guid)
  const claimed = new Set([...group.groupIds, ...(owner === undefined ? [] : [owner])])
  if (claimed.size > 1) return anchorConflictProblem(group, owner)
  if (group.protection && group.protection !== 'adminCount')
    return protectedObjectProblem(group.dn, group.protection)
  return undefined
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
