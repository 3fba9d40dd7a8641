/** Mutations of each reason for skipping a group: the group is written. */
import type { GroupReason } from '../../../src/model/reason.js'
import { mutationsOf, type Edit } from './mutation.js'

const endings = 'engine/observe/deprovisionOrphans'

const reasons: Record<GroupReason, readonly Edit[]> = {
  syncedFromAd: [['planner/scope', "if (group.syncedFromAd) return 'syncedFromAd'", '', 'planner/scope']],
  convertedFromAd: [
    [
      'engine/observe/draftNewGroups',
      "if (candidate.match === 'sid') skipped.push({ id, displayName, reason: 'convertedFromAd' })",
      "if (candidate.match === 'sid') return true",
      'commands/sync',
    ],
    [
      'ad/lookups',
      "if (origin) return candidate('sid', guidAndDn(origin))",
      'void origin',
      'contract/target.emulators',
    ],
  ],
  mailEnabledSecurity: [
    [
      'planner/scope',
      "if (group.kind === 'mailEnabledSecurity') return 'mailEnabledSecurity'",
      '',
      'planner/scope',
    ],
  ],
  distributionList: [
    ['planner/scope', "if (group.kind === 'distribution') return 'distributionList'", '', 'planner/scope'],
  ],
  exchangeMissing: [
    [
      'planner/desiredGroup',
      "if (type === 'universalMailEnabledSecurityGroup' && !isExchangePresent(facts.exchange))\n    return 'exchangeMissing'",
      '',
      'planner/desiredGroup',
    ],
  ],
  notInScope: [
    ['planner/scope', "if (!isIncluded(group, scope, intent)) return 'out'", '', 'planner/scope'],
    [
      'engine/observe/readScope',
      "one.status === 'inScope' ? [one.group] : []",
      "'group' in one ? [one.group] : []",
      'commands/sync',
    ],
  ],
  notFound: [
    [
      'engine/observe/readScope',
      '.filter((id) => !hasScopeDecision(selection, id) && !hasObject(id))',
      '.filter((id) => hasScopeDecision(selection, id) && hasObject(id))',
      'commands/sync',
    ],
  ],
  leftScope: [
    ['planner/deprovision', "if (policy === 'keep') return []", '', 'planner/deprovision'],
    ['planner/deprovision', "policy === 'keep' || (policy", '(policy', 'commands/sync'],
  ],
  deletedInCloud: [
    [
      'planner/deprovision',
      'members.items.length + primaryMembers.length === 0',
      'members.items.length === 0',
      'engine/reconcile.protection',
    ],
    [
      endings,
      'isAllowed ? draft : preventDeletion(draft, group)',
      'isAllowed ? draft : draft',
      'engine/reconcile.protection',
    ],
    [
      endings,
      'else if (known.absent && context.policy ===',
      'else if (known.absent && !id && context.policy ===',
      'engine/observe/deprovisionOrphans',
    ],
    ['planner/deprovision', "policy === 'keep' || (policy", '(policy', 'commands/sync'],
  ],
  missingInCloud: [
    ['planner/missingGroups', 'gap >= 0 && gap <= maxGapMs', 'gap >= 0', 'planner/missingGroups'],
    ['planner/missingGroups', 'gap >= 0 && gap <= maxGapMs', 'gap <= maxGapMs', 'planner/missingGroups'],
    [
      endings,
      'proveDeleted(locations, id, since,',
      'proveDeleted(locations, id, new Date(0).toISOString(),',
      'engine/observe/deprovisionOrphans',
    ],
    [
      'entra/locateGroups',
      "'deleted' ? 'deleted' : 'missing'",
      "'deleted' ? 'deleted' : 'deleted'",
      'entra/locateGroups',
    ],
    [
      'entra/deletedItems',
      "status === 200 && typeof found === 'string' && found.toLowerCase() === id.toLowerCase()",
      'status !== 404',
      'entra/locateGroups',
    ],
  ],
  unknownHere: [
    [
      endings,
      "    else if (!known || isUnselected(id, context)) skip('unknownHere')\n    else if (known.absent && context.policy === 'keep') skip(known.absent)\n    else endGroup({ id, group, displayName, known },",
      "    else if (isUnselected(id, context)) skip('unknownHere')\n    else if (known?.absent && context.policy === 'keep') skip(known.absent)\n    else endGroup({ id, group, displayName, known: known ?? { guid: group.guid } },",
      'engine/observe/deprovisionOrphans',
    ],
    [endings, '!known || isUnselected(id, context)', '!known', 'engine/observe/deprovisionOrphans'],
    [
      'engine/observe/observeManaged',
      "(tie === 'unknown' && readIds === undefined)",
      "(tie === 'unknown' && readIds !== undefined && false)",
      'commands/disable',
    ],
    ['engine/observe/observeManaged', "if (tie === 'copy' || (", 'if ((', 'commands/disable'],
  ],
  disabled: [
    ['planner/scope', "if (intent.disabled.includes(group.id)) return 'disabled'", '', 'planner/scope'],
    [
      endings,
      "if (context.intent.disabled.includes(id)) skip('disabled')\n    else if",
      'if',
      'engine/observe/deprovisionOrphans',
    ],
    [
      'engine/observe/observeManaged',
      "if (objects === 'keep') return 'disabled'",
      '',
      'engine/reconcile.protection',
    ],
  ],
}

export const groups = mutationsOf('groupReason', reasons)
