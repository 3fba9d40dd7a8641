/** Mutations of each reason for skipping a member: the member is written. */
import type { MemberReason } from '../../../src/model/reason.js'
import { mutationsOf, type Edit } from './mutation.js'

const byKind = "if (kind === 'user') return sid ? { sid } : guest ? 'guest' : 'cloudOnly'"
/** Every member with a SID is looked up by it. */
const takes = (kind: string): Edit[] => [
  [
    'planner/decideMember',
    byKind,
    `if (kind === '${kind}') return { sid: sid ?? '' }\n  ${byKind}`,
    'planner/members',
  ],
]
const withoutSid = "sid ? { sid } : guest ? 'guest' : 'cloudOnly'"

const reasons: Record<MemberReason, readonly Edit[]> = {
  cloudOnly: [
    ['planner/decideMember', withoutSid, "sid ? { sid } : guest ? 'guest' : { sid: '' }", 'planner/members'],
    // A member with a hidden SID must not count as one without.
    ['entra/mapping', "if (kind === 'user') ensureUserVisible(member)", '', 'entra/members.hidden'],
  ],
  guest: [
    [
      'planner/decideMember',
      withoutSid,
      "sid ? { sid } : guest ? { sid: '' } : 'cloudOnly'",
      'planner/members',
    ],
  ],
  notInForest: [
    [
      'planner/decideMember',
      "if (!found) return { reason: 'notInForest' }",
      'if (!found) return { added: cloudIdentity(member) }',
      'planner/members',
      'planner/decideMember',
    ],
  ],
  notInScope: [
    [
      'planner/decideMember',
      "return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }",
      "return scope === 'out' ? { added: cloudIdentity(member) } : { reason: 'groupNotWritten' }",
      'planner/members',
      'planner/decideMember',
    ],
    [
      'engine/observe/nestedScope',
      "? 'notWritten'\n          : 'out'",
      "? 'notWritten'\n          : 'in'",
      'commands/sync.named',
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
      'planner/decideMember',
      "return { reason: scope === 'out' ? 'notInScope' : 'groupNotWritten' }",
      "return scope === 'out' ? { reason: 'notInScope' } : { added: { ...cloudIdentity(member), group: id } }",
      'planner/members',
      'planner/decideMember',
    ],
    [
      'planner/decideMember',
      "scope === 'in' ? nestedGroupAddition",
      "scope !== 'out' ? nestedGroupAddition",
      'planner/members',
      'planner/decideMember',
    ],
    [
      'planner/decideMember',
      'found && !duplicate && ',
      'found && ',
      'planner/members',
      'planner/decideMember',
    ],
    [
      'planner/decideMember',
      '!duplicate && !ambiguousGroups.has(id)',
      '!duplicate',
      'planner/members',
      'planner/decideMember',
    ],
    [
      'engine/applyChanges',
      "outcome.refused.push(refusedMember(member, 'groupNotWritten'))\n    return []",
      'return [member]',
      'engine/applyChanges',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (error || adopting) ambiguousGroups',
      'if (error) ambiguousGroups',
      'engine/reconcile.adoptions',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (error || adopting) ambiguousGroups',
      'if (adopting) ambiguousGroups',
      'engine/reconcile.collisions',
    ],
    [
      'engine/observe/lookUpMembers',
      'if (!remembered) ambiguousGroups.add(groupId)',
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
      'planner/decideMember',
      "return found.domainLocal ? 'domainLocalGroup' : undefined",
      'return undefined',
      'planner/members',
      'planner/decideMember',
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
      'planner/decideMember',
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
      'planner/decideMember',
      "if (kind !== found.kind) return 'kindDiffers'",
      'void kind',
      'planner/members',
      'planner/decideMember',
    ],
  ],
  systemObject: [
    [
      'planner/decideMember',
      "if (found.system) return 'systemObject'",
      '',
      'planner/members',
      'planner/decideMember',
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
