import { deleteGroup, removeMembers, surplusOf, type Annotate, type Change } from '../model/change.js'
import type { DirectoryGroup } from '../model/group.js'
import type { Deprovision } from '../model/settings.js'
import type { Ending } from './draft.js'

/** Nothing is left to do to the object: it stays as it is, or has nobody in it. */
export const isDeprovisioned = ({ members, primaryMembers }: DirectoryGroup, policy: Deprovision): boolean =>
  policy === 'keep' || (policy === 'empty' && members.items.length + primaryMembers.length === 0)

/**
 * What happens to the object of a group that is no longer written.
 *
 * | policy | object             | members   |
 * |--------|--------------------|-----------|
 * | keep   | stays as it was    | stay      |
 * | empty  | stays              | removed   |
 * | delete | deleted            | with it   |
 */
export function deprovision({ group, policy, evidence }: Ending, annotate: Annotate): Change[] {
  if (policy === 'keep') return []
  if (policy === 'delete') return [deleteGroup(group, evidence, annotate)]
  const surplus = surplusOf(group, () => false)
  return surplus.members.length > 0 ? [removeMembers(surplus, group.dn, evidence, annotate)] : []
}
