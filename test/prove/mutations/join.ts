/** Mutations of the join: each decision is inverted or skipped. */
import { mutationsOf } from './mutation.js'

export const join = mutationsOf('join', {
  anchorRelation: [
    ['planner/join', 'remembered?.guid === guid ||', 'remembered !== undefined ||', 'planner/join'],
    [
      'planner/join',
      "return remembered === undefined ? 'unknown' : 'copy'",
      "return 'unknown'",
      'planner/join',
    ],
    [
      'planner/join',
      "return remembered === undefined ? 'unknown' : 'copy'",
      "return remembered === undefined ? 'known' : 'copy'",
      'planner/join',
    ],
    [
      'planner/join',
      'uncertainDn !== undefined && equalDn(uncertainDn, dn)',
      'uncertainDn !== undefined',
      'planner/join',
    ],
    [
      'planner/nextMemory',
      '...restoredMemory(groups[id], guid), ...newMemory(',
      '...newMemory(',
      'planner/nextMemory',
    ],
    [
      'engine/recoverMemory',
      'for await (const run of state.readJournals(from)) memory = await withRun(memory, run)',
      'void withRun',
      'engine/recoverMemory',
    ],
  ],
  joinProblem: [
    ['planner/join', 'if (claimed.size > 1) return anchorConflictProblem(group, owner)', '', 'planner/join'],
    [
      'planner/join',
      "if (group.protection && group.protection !== 'adminCount')\n    return protectedObjectProblem(group.dn, group.protection)",
      '',
      'planner/join',
    ],
    [
      'engine/observe/pairObjects',
      'const problem =\n    joinProblem(group, known) ?? (duplicate',
      'void joinProblem\n  const problem = (duplicate',
      'commands/sync',
    ],
    ['engine/observe/observeManaged', '    joinProblem(group, known) ??\n', '', 'engine/reconcile.adoptions'],
  ],
  rememberedObjects: [
    ['planner/join', '...(owner === undefined ? [] : [owner])', '', 'engine/reconcile.adoptions'],
    [
      'engine/observe/draftNewGroups',
      '?.find(({ guid }) => !context.known.has(guid))',
      '?.[0]',
      'engine/observe/draftNewGroups',
    ],
    [
      'engine/observe/managedBase',
      'if (known.size > 0 && !known.has(group.guid)) return',
      'void known',
      'engine/reconcile.limits',
    ],
  ],
  protectedObjectProblem: [
    [
      'engine/observe/pairObjects',
      "if (protection && tie !== 'known')",
      "if (protection && tie !== 'known' && tie !== 'unknown')",
      'engine/reconcile.protection',
    ],
    ['engine/observe/pairObjects', '...(protection && { protection }),', '', 'engine/reconcile.protection'],
    [
      'engine/observe/observeManaged',
      '(group.protection && protectedObjectProblem(group.dn, group.protection))',
      'undefined',
      'engine/reconcile.protection',
    ],
  ],
  duplicateAnchorProblem: [
    [
      'engine/observe/pairObjects',
      '(duplicate && duplicateAnchorProblem(duplicate.dn, dn))',
      '(duplicate && !dn ? duplicateAnchorProblem(duplicate.dn, dn) : undefined)',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/observeManaged',
      '(duplicateDn === undefined ? undefined : duplicateAnchorProblem(duplicateDn, group.dn))',
      '(duplicateDn !== undefined && !group.dn ? duplicateAnchorProblem(duplicateDn, group.dn) : undefined)',
      'engine/reconcile.adoptions',
    ],
  ],
  copiedAnchorProblem: [
    [
      'engine/observe/observeBothSides',
      'if (!copiesOfGroup || !known || draft.error) return draft',
      'if (!copiesOfGroup || !known || draft.id) return draft',
      'commands/sync',
    ],
  ],
  unlistedObjectProblem: [
    [
      'planner/joinProblems',
      'isInContainer(dn, container)\n    ? {',
      'container !== dn\n    ? {',
      'planner/joinProblems',
    ],
  ],
  notReplicatedProblem: [
    [
      'engine/observe/draftNewGroups',
      "fail(entry, entry.desired.dn, notReplicatedProblem(location?.controller ?? ''))",
      'gone.push({ entry })',
      'engine/observe/draftNewGroups',
    ],
    [
      'engine/observe/draftNewGroups',
      'const located = await locateWritten(some, context)',
      'void locateWritten\n    const located = new Map<string, ObjectLocation>()',
      'engine/observe/draftNewGroups',
    ],
  ],
  outsideAnchorProblem: [
    [
      'planner/nameCollision',
      "    case 'anchor':\n      return outsideAnchorProblem(dn)\n",
      '',
      'planner/nameCollision',
    ],
  ],
  creationConflictProblem: [
    [
      'engine/observe/draftNewGroups',
      'if (!candidate) return true',
      "if (!candidate || candidate.match === 'name') return true",
      'engine/reconcile.collisions',
    ],
  ],
})
