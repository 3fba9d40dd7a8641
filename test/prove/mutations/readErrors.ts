/** Mutations of each error of reading a group: the error is not raised. */
import { mutationsOf } from './mutation.js'

export const readErrors = mutationsOf('errorCode', {
  groupNotFound: [
    [
      'engine/resolveGroups',
      'return groups.map(({ id }) => groupNotFoundProblem(id))',
      'return []',
      'commands/sync.named',
    ],
    [
      'entra/findGroups',
      'found.set(id, group ? toCloudGroup(group) : groupNotFoundProblem(id))',
      'if (group) found.set(id, toCloudGroup(group))',
      'contract/source.emulators',
    ],
    [
      'entra/findGroups',
      'if (!group) return groupNotFoundProblem(name)',
      'if (!group) return lists[9]![0]!',
      'contract/source.emulators',
    ],
    [
      'entra/graph/responseErrors',
      "response.status === 404 && errorInBody(response).code === 'Request_ResourceNotFound'",
      'response.status === 404',
      'entra/locateGroups',
    ],
  ],
  groupAmbiguous: [
    [
      'entra/findGroups',
      'return other ? ambiguousReference(name, groups) : group',
      'return other ? group : group',
      'entra/findGroups',
    ],
  ],
  groupNotSupported: [
    ['commands/enable', "if (decision !== 'in') {", "if (decision === 'out') {", 'commands/enable'],
    [
      'commands/enable',
      "if (kind !== 'security' || as === undefined || as === 'universalSecurityGroup') return undefined",
      "if (id !== '' || as === undefined || as === 'universalSecurityGroup') return undefined",
      'commands/enable',
    ],
  ],
  groupSkipped: [
    ['engine/resolveGroups', 'return [skippedProblem(reason, groups)]', 'return []', 'commands/enable'],
    [
      'commands/enable',
      'namedIds.filter((id) => !skipped.has(id) && !isWithheld(plan, id))',
      'namedIds.filter((id) => !isWithheld(plan, id))',
      'commands/enable',
    ],
    [
      'engine/makeReport',
      'if (codes.some((code) => !isPlanned || !namedGroupProblems.has(code)))',
      'if (codes.length > 0)',
      'commands/sync.named',
    ],
  ],
  hiddenMembership: [
    [
      'entra/members',
      'group.hiddenMembership && read.items.length === 0 && !(await canReadHidden())',
      'group.hiddenMembership && read.items.length < 0 && !(await canReadHidden())',
      'entra/members.hidden',
    ],
    [
      'entra/members',
      'if (!group.hiddenMembership || denial?.status !== 403) return failure',
      'if (!group.hiddenMembership || denial?.status !== 404) return failure',
      'entra/members.hidden',
    ],
  ],
  countDiffers: [
    [
      'planner/finishDraft',
      "!judgement || 'proof' in judgement || !judgement.overdue",
      "!judgement || 'proof' in judgement || judgement.listed >= 0",
      'planner/finishDraft.problems',
    ],
    ['planner/judgeListing', '> overdueAfterMs', '> Infinity', 'planner/judgeListing'],
  ],
  membersUnreadable: [
    [
      'engine/observe/checkMembersReadable',
      '!empty.has(draft.writtenObject.guid)',
      'empty.size < 0',
      'engine/reconcile.protection',
    ],
    [
      'ad/currentMembers',
      'if (mustBeReadable && ',
      'if (!mustBeReadable && listed.length < 0 && ',
      'ad/target.reading',
    ],
    [
      'ad/emptyGroups',
      'descriptor !== undefined && canRead(daclOf(descriptor), token, memberTypes)',
      '(descriptor === undefined || canRead(daclOf(descriptor), token, memberTypes))',
      'ad/target.reading',
    ],
    [
      'ad/emptyGroups',
      'canRead(daclOf(descriptor), token, memberTypes)',
      'memberTypes.length > 0',
      'contract/target.emulators',
    ],
  ],
  primaryGroupMember: [
    [
      'planner/groupDraft',
      '...(delta.primaryLeavers.length > 0 && { nonBlockingProblem',
      '...(delta.primaryLeavers.length < 0 && { nonBlockingProblem',
      'planner/groupDraft',
    ],
    [
      'planner/finishDraft',
      'if (draft.nonBlockingProblem) return draft.nonBlockingProblem',
      '',
      'planner/finishDraft.problems',
    ],
    ['planner/members', 'primary.filter((member) => !isWanted(member))', '[]', 'planner/members'],
    [
      'engine/heldAccess',
      'members: planned?.primaryLeavers ?? []',
      'members: planned?.primaryLeavers.slice(0, 0) ?? []',
      'engine/reconcile.protection',
    ],
    ['planner/groupDraft', "policy === 'keep' || primaryMembers.length === 0", 'true', 'engine/heldAccess'],
  ],
  anchorDuplicate: [
    [
      'engine/observe/pairObjects',
      'if (!comparison.drafts.has(id)) comparison',
      'comparison',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/observeBothSides',
      'draft.nonBlockingProblem ?? finding',
      'draft.nonBlockingProblem ?? (finding && undefined)',
      'commands/sync',
    ],
  ],
  anchorConflict: [
    [
      'planner/join',
      'if (claimed.size > 1) return anchorConflictProblem(group, owner)',
      'if (claimed.size > 2) return anchorConflictProblem(group, owner)',
      'commands/sync',
    ],
  ],
  anchorElsewhere: [
    [
      'engine/observe/draftNewGroups',
      'if (!candidate) return true',
      "if (!candidate || candidate.match === 'anchor') return true",
      'engine/reconcile.collisions',
    ],
    [
      'ad/lookups',
      "if (byAnchor) return candidate('anchor', guidAndDn(byAnchor))",
      'void byAnchor',
      'contract/target.emulators',
    ],
  ],
  anchorRemoved: [
    [
      'engine/observe/draftNewGroups',
      "if (location?.status === 'here')\n      fail(entry, location.dn, unlistedObjectProblem(location.dn, context.container))",
      "if (location?.status === 'here') gone.push({ entry, gone: { guid: location.guid, status: 'gone' } })",
      'engine/observe/draftNewGroups',
    ],
  ],
  objectNotReplicated: [
    [
      'ad/locateObjects',
      "if (controller !== undefined) return { guid, status: 'notReplicated', controller }",
      'void controller',
      'contract/target.emulators',
    ],
    ['ad/locateObjects', 'unresponsive === undefined\n', 'unresponsive !== guid\n', 'ad/target.reading'],
    [
      'ad/locateObjects',
      'return isAway ? { found: others.found, unresponsive: writer } : others',
      'return isAway && others.unresponsive ? { found: others.found, unresponsive: writer } : others',
      'ad/target.reading',
    ],
    [
      'ad/locateObjects',
      'if (missed !== undefined) return',
      "if (missed === '') return",
      'ad/target.reading',
    ],
    ['ad/locateObjects', 'if (!has) unresponsive.push(peer.host)', '', 'ad/locateObjects'],
    [
      'ad/locateObjects',
      "if (peer === 'unresponsive') return { found: new Map(), unresponsive: writer }",
      "if (peer === 'unresponsive') return { found: new Map() }",
      'ad/locateObjects',
    ],
  ],
})
