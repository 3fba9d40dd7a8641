import { deleteGroup, removeMembers, surplusOf, type Change, type Evidence } from '../model/change.js'
import type { DirectoryGroup } from '../model/group.js'
import type { Deprovision } from '../model/settings.js'

/**
 * What happens to the object of a group that is no longer written.
 *
 * | policy | object             | members   |
 * |--------|--------------------|-----------|
 * | keep   | stays as it was    | stay      |
 * | empty  | stays              | removed   |
 * | delete | deleted            | with it   |
 */
export function deprovision(group: DirectoryGroup, policy: Deprovision, evidence: Evidence): Change[] {
  if (policy === 'keep') return []
  if (policy === 'delete') return [deleteGroup(group, evidence)]
  const surplus = surplusOf(group, evidence, () => false)
  return surplus.members.length > 0 ? [removeMembers(surplus, group.dn, new Set())] : []
}
