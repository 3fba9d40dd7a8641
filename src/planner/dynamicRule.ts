/** Detects that the rule of a dynamic group changed. */
import { createHash } from 'node:crypto'
import type { CloudGroup } from '../model/group.js'
import type { GroupMemory } from '../model/memory.js'

/** Returns the digest of a dynamic group's rule; undefined if it has none. */
export const membershipRuleDigest = ({ membershipRule }: CloudGroup): string | undefined =>
  membershipRule === undefined
    ? undefined
    : createHash('sha256').update(membershipRule).digest('base64url').slice(0, 22)

/**
 * Returns true if the group got another rule, or its first one. Entra ID then evaluates the members anew, which can take
 * hours; until then a listing is well formed but incomplete.
 */
export function hasRuleChanged(cloud: CloudGroup, remembered: GroupMemory | undefined): boolean {
  const digest = membershipRuleDigest(cloud)
  return digest !== undefined && remembered !== undefined && digest !== remembered.ruleDigest
}
