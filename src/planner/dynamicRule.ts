import { createHash } from 'node:crypto'
import type { CloudGroup } from '../model/group.js'
import type { GroupMemory } from '../model/memory.js'

/** Of a dynamic group's rule; undefined where it has none. */
export const digestOfRule = ({ membershipRule }: CloudGroup): string | undefined =>
  membershipRule === undefined
    ? undefined
    : createHash('sha256').update(membershipRule).digest('base64url').slice(0, 22)

/**
 * After a new rule, the first one as well, Entra works the members out again, which can take hours; until then any listing
 * is a good answer of what is done so far.
 */
export function isRuleChanged(cloud: CloudGroup, known: GroupMemory | undefined): boolean {
  const digest = digestOfRule(cloud)
  return digest !== undefined && known !== undefined && digest !== known.ruleDigest
}
