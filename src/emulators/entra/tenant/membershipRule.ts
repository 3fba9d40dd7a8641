/** Groups whose members a rule decides. A rule without the type does nothing, nor does the type without a rule. */
import type { DirectoryObject, GroupProperties } from './objects.js'

export const dynamicType = 'DynamicMembership'

/** Giving a group a rule makes it dynamic, taking it away ends that, unless the changes themselves say what it shall be. */
export function withMembershipRule(
  { properties }: DirectoryObject,
  changes: GroupProperties,
): GroupProperties {
  const { membershipRule, groupTypes } = changes
  if (membershipRule === undefined || groupTypes !== undefined) return changes
  const before = properties['groupTypes']
  const others = Array.isArray(before) ? before.filter((type) => type !== dynamicType).map(String) : []
  if (membershipRule === null) {
    return { membershipRuleProcessingState: null, ...changes, groupTypes: others }
  }
  // `On` or `Paused` (Microsoft, "group resource type"); a rule that replaces another leaves it as it was.
  const state = properties['membershipRuleProcessingState'] === 'Paused' ? 'Paused' : 'On'
  return { membershipRuleProcessingState: state, ...changes, groupTypes: [...others, dynamicType] }
}
