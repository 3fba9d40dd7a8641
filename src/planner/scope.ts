import type { CloudGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { GroupReason } from '../model/reason.js'
import { isWritebackEnabled, type ScopeSetting } from '../model/scope.js'

/**
 * Whether a group is written. Kinds come last, so that a reason is given only for groups somebody asked for.
 *
 * | group                                   | answer                 |
 * |-----------------------------------------|------------------------|
 * | the scope does not name it              | out                    |
 * | disabled by name                        | skipped: disabled      |
 * | synced from AD                          | skipped: would loop    |
 * | mail-enabled security, distribution     | skipped: Exchange's    |
 * | Microsoft 365, security                 | in                     |
 */
export function scopeDecision(
  group: CloudGroup,
  scope: ScopeSetting,
  intent: Intent,
): 'in' | 'out' | GroupReason {
  if (!named(group, scope, intent)) return 'out'
  if (intent.disabled.includes(group.id)) return 'disabled'
  if (group.syncedFromAd) return 'syncedFromAd'
  if (group.kind === 'mailEnabledSecurity') return 'mailEnabledSecurity'
  if (group.kind === 'distribution') return 'distributionList'
  return 'in'
}

/** `all` and a filter were already applied by the listing itself. */
function named(group: CloudGroup, scope: ScopeSetting, intent: Intent): boolean {
  if (scope === 'selected') return group.id in intent.selected || intent.disabled.includes(group.id)
  return scope === 'entra' ? isWritebackEnabled(group) : true
}
