/** Dynamic groups. A rule requires the group type DynamicMembership and vice versa. */
import type { DirectoryObject, GroupProperties } from './objects.js'

export const dynamicType = 'DynamicMembership'

/** Adds or removes the dynamic type together with the rule, unless the changes contain groupTypes. */
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
  // `On` or `Paused` (Microsoft, "group resource type"); replacing a rule keeps the state.
  const state = properties['membershipRuleProcessingState'] === 'Paused' ? 'Paused' : 'On'
  return { membershipRuleProcessingState: state, ...changes, groupTypes: [...others, dynamicType] }
}
