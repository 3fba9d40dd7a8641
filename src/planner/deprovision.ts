/** Plans the changes of an object whose group is no longer written (left scope, deleted, disabled), by the policy. */
import { deleteGroup, removeMembers, surplusMembers, type Annotate, type Change } from '../model/change.js'
import type { DirectoryGroup } from '../model/group.js'
import type { Deprovision } from '../model/settings.js'
import type { Deprovisioning } from './groupDraft.js'

/** Returns true if the policy requires no change: it is `keep`, or `empty` and the object has no members. */
export const isDeprovisioned = ({ members, primaryMembers }: DirectoryGroup, policy: Deprovision): boolean =>
  policy === 'keep' || (policy === 'empty' && members.items.length + primaryMembers.length === 0)

/**
 * Returns the changes of the object of a group that is no longer written.
 *
 * | policy | object             | members               |
 * |--------|--------------------|-----------------------|
 * | keep   | stays unchanged    | stay                  |
 * | empty  | stays              | are removed           |
 * | delete | is deleted         | are deleted with it   |
 */
export function deprovisionChanges(
  { group, policy, evidence }: Deprovisioning,
  annotate: Annotate,
): Change[] {
  if (policy === 'keep') return []
  if (policy === 'delete') return [deleteGroup(group, evidence, annotate)]
  const surplus = surplusMembers(group, () => false)
  return surplus.members.length > 0 ? [removeMembers(surplus, group.dn, evidence, annotate)] : []
}
