/** Mutations of each guard rule: it does not trip, withholds nothing, counts too little, or is not reported. */
import { guardRules, type GuardRule } from '../../../src/model/plan.js'
import { mutationsOf, type Edit } from './mutation.js'

const tripsNoMore = (rule: GuardRule): Edit => [
  'planner/guard',
  'const trips = ({ actual, limit }: GuardCheck): boolean => actual > limit',
  `const trips = ({ rule, actual, limit }: GuardCheck): boolean => rule !== '${rule}' && actual > limit`,
  'planner/guard',
]

const holdsNothing = (rule: GuardRule): Edit => [
  'planner/withhold',
  "filter((rule) => !(rule === 'creations' && isExempt))",
  `filter((rule) => String(rule) !== '${rule}' && !(rule === 'creations' && isExempt))`,
  'planner/withhold',
]

/** The changes of the last 24 hours do not count. */
const forgetsRecent = (kind: 'creations' | 'deletions' | 'renames' | 'moves'): Edit => [
  'planner/guard',
  `recent.${kind}, `,
  '0, ',
  'planner/guard',
]

/** Mutations of single rules. */
const single: Partial<Record<GuardRule, readonly Edit[]>> = {
  groupLossesPercent: [
    [
      'planner/guard',
      'Math.ceil((part * 1000) / whole)',
      'Math.floor((part * 1000) / whole)',
      'planner/guard',
    ],
  ],
  groupLossesCount: [
    ['planner/guard', 'const lost = planned + lostRecently', 'const lost = planned', 'planner/guard'],
    [
      'planner/accessLosses',
      "case 'deleteGroup':\n      return change.members.filter(isLoss)",
      "case 'deleteGroup':\n      return change.type === 'deleteGroup' ? [] : change.members.filter(isLoss)",
      'planner/accessLosses',
    ],
    [
      'planner/accessLosses',
      'return (change.ends ?? []).filter(isLoss)',
      'return []',
      'planner/accessLosses',
    ],
    [
      'planner/recentMemberships',
      "if (outcome?.outcome === 'failed' && !mayBeCarriedOut(outcome.problem?.code ?? 'usage')) return",
      "if (outcome?.outcome !== 'done') return",
      'planner/recentMemberships',
    ],
  ],
  groupEmptied: [
    ['planner/guard', '&& remaining <= 0', '&& remaining < 0', 'planner/guard'],
    ['planner/guard', 'group.membersBefore - group.disabledStaying', 'group.membersBefore', 'planner/guard'],
  ],
  lossesCount: [
    ['planner/guard', 'const lost = planned + earlier', 'const lost = planned', 'planner/guard'],
    [
      'planner/guard',
      "check('lossesCount', planned, earlier,",
      "check('lossesCount', planned, 0,",
      'planner/guard',
    ],
    [
      'engine/readRecentChanges',
      'losses: await readLosses(runs)',
      'losses: new Map()',
      'engine/reconcile.limits',
    ],
    [
      'engine/readRecentChanges',
      'head.unapproved?.losses !== 0',
      'head.unapproved?.losses === undefined',
      'engine/reconcile.limits',
    ],
    [
      'planner/unapprovedChanges',
      'losses: changes.flatMap(accessLosses).length',
      'losses: 0',
      'planner/unapprovedChanges',
    ],
    [
      'planner/recentMemberships',
      'const isExcused = approval !== undefined || !counted.has(member)',
      'const isExcused = approval !== undefined || counted.size >= 0',
      'planner/recentMemberships',
    ],
  ],
  privilegedAdditions: [
    [
      'planner/guard',
      'return protectedPaths.find(',
      'return protectedPaths.slice(0, 1).find(',
      'planner/guard',
    ],
    [
      'engine/observe/finishDrafts',
      'return protectedPaths ? { ...group, protectedPaths } : group',
      'return group',
      'engine/reconcile.limits',
    ],
  ],
  protectedRemovals: [
    [
      'planner/guard',
      "  'groupEmptied',\n  'protectedRemovals',\n]",
      "  'groupEmptied',\n]",
      'planner/withhold',
    ],
    ['planner/finishDraft', '...(protection && { protection }),', '', 'planner/finishDraft.problems'],
  ],
  creations: [forgetsRecent('creations')],
  deletions: [forgetsRecent('deletions')],
  renames: [forgetsRecent('renames')],
  moves: [forgetsRecent('moves')],
  recreations: [
    [
      'engine/observe/draftNewGroups',
      '...(gone && !isRestorable && { recreated: true as const }),',
      '',
      'engine/observe/draftNewGroups',
    ],
  ],
  adoptions: [
    [
      'engine/observe/pairObjects',
      "...(tie === 'known' ? draft : adoptionDraft(draft, group)),",
      '...draft,',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/observeManaged',
      "return tie === 'known' ? draft : adoptionDraft(draft, group)",
      'return draft',
      'engine/reconcile.adoptions',
    ],
    [
      'planner/withhold',
      'if (prerequisite && approvalHashOf(group.id, prerequisite, approved) === undefined)',
      'if (prerequisite && approved.size < 0)',
      'planner/withhold.approved',
    ],
  ],
  emptySource: [
    [
      'engine/observe/readScope',
      'listing.items.length === 0 && found.length === 0',
      'listing.items.length < 0',
      'engine/reconcile.limits',
    ],
  ],
  identifiersVanished: [
    [
      'planner/finishDraft',
      'return Math.min(leaving.members.length, Math.max(0, draft.withoutSid - withoutSidBefore))',
      'return 0',
      'planner/finishDraft.problems',
    ],
    ['engine/rememberRun', '...(withoutSid !== undefined && { withoutSid }),', '', 'engine/reconcile.limits'],
  ],
}

export const guards = guardRules.flatMap((rule) =>
  mutationsOf('guardRule', { [rule]: [tripsNoMore(rule), holdsNothing(rule), ...(single[rule] ?? [])] }),
)
