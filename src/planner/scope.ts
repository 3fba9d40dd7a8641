/** Decides whether a group is in scope. */
import type { CloudGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { GroupReason } from '../model/reason.js'
import { isWritebackEnabled, type ScopeSetting } from '../model/scope.js'

/**
 * Returns whether a group is written, or the reason why not. The kind is checked last, so that only groups that the scope
 * includes get a reason.
 *
 * | group                                   | result                                                   |
 * |-----------------------------------------|----------------------------------------------------------|
 * | not included by the scope               | out                                                      |
 * | disabled one by one                     | `disabled`                                               |
 * | synced from AD                          | `syncedFromAd`: would be a sync loop                     |
 * | mail-enabled security, distribution     | `mailEnabledSecurity`, `distributionList`: Exchange's    |
 * | Microsoft 365, security                 | in                                                       |
 */
export function scopeDecision(
  group: CloudGroup,
  scope: ScopeSetting,
  intent: Intent,
): 'in' | 'out' | GroupReason {
  if (!isIncluded(group, scope, intent)) return 'out'
  if (intent.disabled.includes(group.id)) return 'disabled'
  if (group.syncedFromAd) return 'syncedFromAd'
  if (group.kind === 'mailEnabledSecurity') return 'mailEnabledSecurity'
  if (group.kind === 'distribution') return 'distributionList'
  return 'in'
}

/** Returns true if the scope includes the group. For `all` and a filter, only included groups were listed. */
function isIncluded(group: CloudGroup, scope: ScopeSetting, intent: Intent): boolean {
  if (scope === 'selected') return group.id in intent.selected || intent.disabled.includes(group.id)
  return scope === 'entra' ? isWritebackEnabled(group) : true
}
