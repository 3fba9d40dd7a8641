import type { Problem } from '../errors.js'
import type { Limits } from '../model/settings.js'
import { forbiddenPath } from './guard.js'
import type { PlannedGroup } from './plannedGroup.js'

/** Whoever is added below a protected group gets its power: that is said each time, also where it is allowed. */
export function privilegedNotices(groups: readonly PlannedGroup[], limits: Limits): Problem[] {
  return groups.flatMap((group) => {
    const { dn, protectedPaths, changes } = group
    const [path] = protectedPaths
    const added = changes.reduce(
      (sum, change) => sum + (change.type === 'addMembers' ? change.members.length : 0),
      0,
    )
    if (!path || added === 0 || forbiddenPath(group, limits)) return []
    return {
      code: 'privilegedMembers' as const,
      message: `${added} members are added to ${dn}, which stands in a protected group: ${path.join(' → ')}.`,
      hint: 'It is allowed in limits.privileged; take the pair out there to be asked.',
    }
  })
}
