/** Reports additions to groups that are nested in a protected group. */
import type { Problem } from '../errors.js'
import type { Limits } from '../model/settings.js'
import { disallowedPath } from './guard.js'
import type { PlannedGroup } from './plannedGroup.js'

/** Returns a notice for each group with allowed additions: its new members get the rights of the protected group. */
export function privilegedNotices(groups: readonly PlannedGroup[], limits: Limits): Problem[] {
  return groups.flatMap((group) => {
    const { dn, protectedPaths, changes } = group
    const [path] = protectedPaths
    const added = changes.reduce(
      (sum, change) => sum + (change.type === 'addMembers' ? change.members.length : 0),
      0,
    )
    if (!path || added === 0 || disallowedPath(group, limits)) return []
    return {
      code: 'privilegedMembers' as const,
      message: `${added} members are added to ${dn}, which is nested in a protected group: ${path.join(' → ')}.`,
      hint: 'limits.privileged allows it. Remove the pair there to require an approval.',
    }
  })
}
