/** Mutations of each reason for skipping a member: the member is written. */
import type { MemberReason } from '../../../src/model/reason.js'
import { mutationsOf, type Edit } from './mutation.js'

const byKind = "if (kind === 'user') return sid ? { sid } : guest ? 'guest' : 'cloudOnly'"
/** Every member with a SID is looked up by it. */
const takes = (kind: string): Edit[] => [
  [
    'planner/members',
    byKind,
    `if (kind === '${kind}') return { sid: sid ?? '' }\n  ${byKind}`,
    'planner/members',
  ],
]
const withoutSid = "sid ? { sid } : guest ? 'guest' : 'cloudOnly'"

const reasons: Record<MemberReason, readonly Edit[]> = {
  cloudOnly: [
    ['planner/members', withoutSid, "sid ? { sid } : guest ? 'guest' : { sid: '' }", 'planner/members'],
    // A member with a hidden SID must not count as one without.
    ['entra/mapping', "if (kind === 'user') ensureVisible(member)", '', 'entra/members.hidden'],
  ],
  guest: [
    ['planner/members', withoutSid, "sid ? { sid } : guest ? { sid: '' } : 'cloudOnly'", 'planner/members'],
  ],
  notInForest: [
    [
      'planner/settleMember',
      "if (!found) return { reason: 'notInForest' }",
      'if (!found) return { adds: cloudIdentity(member) }',
      'planner/members',
      'planner/settleMember',
    ],
  ],
  notInScope: [
    [
      'planner/settleMember',
      "return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }",
      "return scope === 'out' ? { adds: cloudIdentity(member) } : { reason: 'groupNotWritten' }",
      'planner/members',
      'planner/settleMember',
    ],
    [
      'engine/observe/nestedScope',
      "? 'notWritten'\n          : 'out'",
      "? 'notWritten'\n          : 'in'",
      'commands/sync.some',
    ],
    [
      'entra/mapping',
      "if (kind === 'group' && isNullish(displayName))\n    throw hiddenProperties(`the group ${id}`, 'GroupMember.Read.All')",
      '',
      'entra/members.hidden',
    ],
  ],
  groupNotWritten: [
    [
      'planner/settleMember',
      "return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }",
      "return scope === 'out' ? { reason: 'notInScope' } : { adds: { ...cloudIdentity(member), group: id } }",
      'planner/members',
      'planner/settleMember',
    ],
    [
      'planner/settleMember',
      "scope === 'in' ? nestedGroupAddition",
      "scope !== 'out' ? nestedGroupAddition",
      'planner/members',
      'planner/settleMember',
    ],
    [
      'planner/settleMember',
      'found && !duplicate && ',
      'found && ',
      'planner/members',
      'planner/settleMember',
    ],
    [
      'planner/settleMember',
      '!duplicate && !undecided.has(id)',
      '!duplicate',
      'planner/members',
      'planner/settleMember',
    ],
    [
      'engine/applyChanges',
      "outcome.refused.push(skippedMember(member, 'groupNotWritten'))\n    return []",
      'return [member]',
      'engine/applyChanges',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (error || adopting) undecided',
      'if (error) undecided',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (error || adopting) undecided',
      'if (adopting) undecided',
      'engine/reconcile.collisions',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (!remembered) undecided.add(groupId)',
      '',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (remembered && remembered.guid !== guid) continue',
      '',
      'engine/reconcile.adoptions',
    ],
  ],
  domainLocalGroup: [
    [
      'planner/settleMember',
      "return found.domainLocal ? 'domainLocalGroup' : undefined",
      'return undefined',
      'planner/members',
      'planner/settleMember',
    ],
    [
      'ad/lookups',
      'domainLocal: (Number(groupType ?? 0) & domainLocalBit) !== 0',
      'domainLocal: Number(groupType ?? 0) === domainLocalBit - 1',
      'contract/target.emulators',
    ],
  ],
  device: takes('device'),
  servicePrincipal: takes('servicePrincipal'),
  contact: takes('contact'),
  unsupportedKind: [
    [
      'planner/members',
      "return kind === 'other' ? 'unsupportedKind' : kind",
      "return kind === 'other' ? { sid: sid ?? '' } : kind",
      'planner/members',
    ],
    [
      'entra/mapping',
      "if (!isMember(member)) throw malformedObject('member without a valid id or type')\n  const { id, displayName, userType, onPremisesSecurityIdentifier: sid, '@odata.type': type } = member",
      "const { id, displayName, userType, onPremisesSecurityIdentifier: sid, '@odata.type': type = '' } = member",
      'entra/members',
    ],
  ],
  kindDiffers: [
    [
      'planner/settleMember',
      "if (kind !== found.kind) return 'kindDiffers'",
      'void kind',
      'planner/members',
      'planner/settleMember',
    ],
  ],
  systemObject: [
    [
      'planner/settleMember',
      "if (found.system) return 'systemObject'",
      '',
      'planner/members',
      'planner/settleMember',
    ],
    [
      'ad/protection',
      "isTrue(entry, 'isCriticalSystemObject') || ridOf(sid) < firstOrdinaryRid",
      "isTrue(entry, 'isCriticalSystemObject') || sid === ''",
      'ad/protection',
    ],
    [
      'ad/protection',
      "isTrue(entry, 'isCriticalSystemObject') || ridOf(sid) < firstOrdinaryRid",
      'ridOf(sid) < firstOrdinaryRid',
      'ad/protection',
    ],
  ],
  refusedByDirectory: [
    [
      'engine/applyChanges',
      'const refused = new Set(applied.refused.map(({ member }) => member))',
      'const refused = new Set<MemberReference>()',
      'engine/applyChanges',
    ],
    [
      'ad/writeMembers',
      'return { refused: [{ member, message: (error as Error).message }], unchanged: [] }',
      'return combineResults()',
      'contract/target.emulators',
    ],
    [
      'ad/writeMembers',
      'refused: primary.map((member) => ({ member, message }))',
      'refused: primary.slice(0, 0).map((member) => ({ member, message }))',
      'contract/target.emulators',
    ],
  ],
}

export const members = mutationsOf('memberReason', reasons)
