/** Mutations of each error of reading a group: the error is not raised. */
import { mutationsOf } from './mutation.js'

export const readErrors = mutationsOf('errorCode', {
  groupNotFound: [
    [
      'engine/resolveGroups',
      'return groups.map(({ id }) => groupNotFound(id))',
      'return []',
      'commands/sync.some',
    ],
    [
      'entra/findGroups',
      'found.set(id, group ? groupOf(group) : groupNotFound(id))',
      'if (group) found.set(id, groupOf(group))',
      'contract/source.emulators',
    ],
    [
      'entra/findGroups',
      'if (!group) return groupNotFound(name)',
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
      'commands/sync.some',
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
      'planner/finish',
      "!judgement || 'proof' in judgement || !judgement.overdue",
      "!judgement || 'proof' in judgement || judgement.listed >= 0",
      'planner/finish.judged',
    ],
    ['planner/judgeListing', '> overdueAfterMs', '> Infinity', 'planner/judgeListing'],
  ],
  membersUnreadable: [
    [
      'engine/observe/checkMembersReadable',
      '!empty.has(draft.object.guid)',
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
      'descriptor !== undefined && mayRead(daclOf(descriptor), token, memberTypes)',
      '(descriptor === undefined || mayRead(daclOf(descriptor), token, memberTypes))',
      'ad/target.reading',
    ],
    [
      'ad/emptyGroups',
      'mayRead(daclOf(descriptor), token, memberTypes)',
      'memberTypes.length > 0',
      'contract/target.emulators',
    ],
  ],
  primaryGroupMember: [
    [
      'planner/draft',
      '...(delta.primaryLeavers.length > 0 && { finding',
      '...(delta.primaryLeavers.length < 0 && { finding',
      'planner/draft',
    ],
    ['planner/finish', 'if (draft.finding) return draft.finding', '', 'planner/finish.judged'],
    ['planner/members', 'primary.filter((member) => !isWanted(member))', '[]', 'planner/members'],
    [
      'engine/heldAccess',
      'members: planned?.primaryLeavers ?? []',
      'members: planned?.primaryLeavers.slice(0, 0) ?? []',
      'engine/reconcile.protection',
    ],
    ['planner/draft', "policy === 'keep' || primaryMembers.length === 0", 'true', 'engine/heldAccess'],
  ],
  anchorDuplicate: [
    [
      'engine/observe/pairObjects',
      'if (!comparison.drafts.has(id)) comparison',
      'comparison',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/observe',
      'draft.finding ?? finding',
      'draft.finding ?? (finding && undefined)',
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
      'engine/observe/newGroups',
      'if (!candidate) return true',
      "if (!candidate || candidate.match === 'anchor') return true",
      'engine/reconcile.collisions',
    ],
    [
      'ad/lookups',
      "if (byAnchor) return candidate('anchor', placeOf(byAnchor))",
      'void byAnchor',
      'contract/target.emulators',
    ],
  ],
  anchorRemoved: [
    [
      'engine/observe/newGroups',
      "if (location?.place === 'here') fail(entry, location.dn, objectStrayed(location.dn, context.container))",
      "if (location?.place === 'here') gone.push({ entry, gone: { guid: location.guid, place: 'gone' } })",
      'engine/observe/newGroups',
    ],
  ],
  objectNotReplicated: [
    [
      'ad/locateObjects',
      "if (controller !== undefined) return { guid, place: 'notReplicated', controller }",
      'void controller',
      'contract/target.emulators',
    ],
    [
      'ad/locateObjects',
      "silent === undefined ? { guid, place: 'gone' } : { guid, place: 'unknown', controller: silent }",
      "silent !== guid ? { guid, place: 'gone' } : { guid, place: 'unknown', controller: silent }",
      'ad/target.reading',
    ],
    [
      'ad/locateObjects',
      'return isAway ? { found: elsewhere.found, silent: writer } : elsewhere',
      'return isAway && elsewhere.silent ? { found: elsewhere.found, silent: writer } : elsewhere',
      'ad/target.reading',
    ],
    [
      'ad/locateObjects',
      'if (missed !== undefined) return',
      "if (missed === '') return",
      'ad/target.reading',
    ],
    ['ad/locateObjects', 'if (!has) silent.push(peer.host)', '', 'ad/target.peers'],
    [
      'ad/locateObjects',
      "if (peer === 'silent') return { found: new Map(), silent: writer }",
      "if (peer === 'silent') return { found: new Map() }",
      'ad/target.peers',
    ],
  ],
})
