/** Test cases of the guard's rules for a single group. */
import type { Limits } from '../../src/model/settings.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { defaultLimits } from '../memory/world.js'
import {
  addition,
  afterLosses,
  typeChange,
  creation,
  deletion,
  disabledMembers,
  move,
  memberReferences,
  makePlannedGroup,
  removal,
  temporaryMembers,
  update,
} from './fixture.js'

export const toAdmins = ['CN=Ops,DC=x', 'CN=Admins,DC=x']
export const inPrivileged = { protectedPaths: [toAdmins] }
export const inTwo = { protectedPaths: [toAdmins, ['CN=Backup,DC=x']] }
export const protection = { protection: 'adminCount' } as const
const few: Limits = { ...defaultLimits, groupAdditions: { count: 3 } }
const mayBeEmpty: Limits = { ...defaultLimits, groupEmptied: { from: 3, except: ['x', 'a'] } }
export const allowed = (group: string, ...below: string[]): Limits => ({
  ...defaultLimits,
  privileged: below.map((dn) => ({ group, below: dn })),
})

type Case = [what: string, group: PlannedGroup, rules: string[], limits?: Limits]
export const a = (membersBefore: number, ...changes: Parameters<typeof removal>[0][]) =>
  makePlannedGroup('a', membersBefore, ...changes.map(removal))

export const groupCases: Case[] = [
  ['no change', makePlannedGroup('a', 10), []],
  ['the loss of 3 of 10 members', a(10, memberReferences(3)), []],
  ['the loss of 4 of 10 members', a(10, memberReferences(4)), ['groupLossesPercent']],
  ['the loss of 30.1 % of the members', a(332, memberReferences(100)), ['groupLossesPercent']],
  ['the loss of 8 of 9 members, too few for a percentage', a(9, memberReferences(8)), []],
  [
    'the loss of 1 of 7 after recent losses of 3 of 10',
    afterLosses(a(7, memberReferences(1)), 3),
    ['groupLossesPercent'],
  ],
  ['the loss of 1 of 7 after recent losses of 2 of 9', afterLosses(a(7, memberReferences(1)), 2), []],
  [
    'the loss of 1 of 20 after recent losses of 6 remaining members',
    afterLosses(a(20, memberReferences(1)), 0, 6),
    ['groupLossesPercent'],
  ],
  [
    'the loss of 1 of 24 after recent losses of 6 remaining members',
    afterLosses(a(24, memberReferences(1)), 0, 6),
    [],
  ],
  ['no loss after recent losses of 9 of 10', afterLosses(makePlannedGroup('a', 1), 9), []],
  ['the removal of 4 of 10 members, all disabled', a(10, disabledMembers(4)), []],
  [
    'the removal of 4 of 10 members, one of them disabled',
    a(10, [...memberReferences(3), ...disabledMembers(1, 3)]),
    [],
  ],
  [
    'the removal of 4 of 10 members, one of whom joined today',
    a(10, [...memberReferences(3), ...temporaryMembers(1, 3)]),
    [],
  ],
  ['the loss of 100 of 1,000 members', a(1000, memberReferences(100)), []],
  ['the loss of 101 of 1,000 members', a(1000, memberReferences(101)), ['groupLossesCount']],
  [
    'the loss of 61 of 1,000 after 40 recent losses',
    afterLosses(a(1000, memberReferences(61)), 40),
    ['groupLossesCount'],
  ],
  ['the loss of 60 of 1,000 after 40 recent losses', afterLosses(a(1000, memberReferences(60)), 40), []],
  [
    'the loss of the security bit with 101 of 1,000 members',
    makePlannedGroup('a', 1000, update(memberReferences(101))),
    ['groupLossesCount', 'typeChanges'],
  ],
  [
    'a move that ends the access of 101 of 1,000 members',
    makePlannedGroup('a', 1000, move(memberReferences(101))),
    ['groupLossesCount'],
  ],
  ['the loss of all 2 members', a(2, memberReferences(2)), []],
  ['the loss of all 3 members', a(3, memberReferences(3)), ['groupEmptied']],
  ['the loss of 3 of 4 members', a(4, memberReferences(3)), []],
  [
    'the loss of the last 2 members after 1 recent loss',
    afterLosses(a(2, memberReferences(2)), 1),
    ['groupEmptied'],
  ],
  [
    'the removal of all 3 members, one of them disabled',
    a(3, [...memberReferences(2), ...disabledMembers(1, 2)]),
    [],
  ],
  [
    'the removal of all 4 members, one of them disabled',
    a(4, [...memberReferences(3), ...disabledMembers(1, 3)]),
    ['groupEmptied'],
  ],
  ['the loss of all 3 members of a group that may be emptied', a(3, memberReferences(3)), [], mayBeEmpty],
  [
    'the loss of 8 of 30 members, of whom the other 22 are disabled',
    { ...a(30, memberReferences(8)), disabledStaying: 22 },
    ['groupLossesPercent', 'groupEmptied'],
  ],
  [
    'the loss of 8 of 30 members, of whom 21 others are disabled',
    { ...a(30, memberReferences(8)), disabledStaying: 21 },
    ['groupLossesPercent'],
  ],
  [
    'the loss of 8 of 30 members, of whom 3 others are disabled',
    { ...a(30, memberReferences(8)), disabledStaying: 3 },
    [],
  ],
  [
    'the loss of 2 of 11 members, of whom the others are disabled',
    { ...a(11, memberReferences(2)), disabledStaying: 9 },
    ['groupLossesPercent'],
  ],
  [
    'the loss of 4 of 23 members, of whom 10 others are disabled',
    { ...a(23, memberReferences(4)), disabledStaying: 10 },
    ['groupLossesPercent'],
  ],
  [
    'the replacement of all 3 members by 3 others',
    makePlannedGroup('a', 3, removal(memberReferences(3)), addition(memberReferences(3, 3))),
    ['groupEmptied'],
  ],
  ['the deletion of a group of 3', makePlannedGroup('a', 3, deletion(memberReferences(3))), ['groupEmptied']],
  [
    'the loss of the security bit with 3 members',
    makePlannedGroup('a', 3, update(memberReferences(3))),
    ['groupEmptied', 'typeChanges'],
  ],
  [
    'a move that ends the access of all 3 members',
    makePlannedGroup('a', 3, move(memberReferences(3))),
    ['groupEmptied'],
  ],
  [
    'the loss of all 3 members by two changes',
    makePlannedGroup('a', 3, removal(memberReferences(2)), update(memberReferences(2, 1))),
    ['groupEmptied', 'typeChanges'],
  ],
  [
    'the loss of 2 of 3 members, each by two changes',
    makePlannedGroup('a', 3, removal(memberReferences(2)), move(memberReferences(2))),
    [],
  ],
  [
    'the loss of the security bit with one member',
    makePlannedGroup('a', 1, update(memberReferences(1))),
    ['typeChanges'],
  ],
  [
    'the loss of the security bit with a disabled member',
    makePlannedGroup('a', 1, update(disabledMembers(1))),
    ['typeChanges'],
  ],
  ['the loss of the security bit without members', makePlannedGroup('a', 0, update([])), []],
  [
    'the loss of all 500 members',
    a(500, memberReferences(500)),
    ['groupLossesPercent', 'groupLossesCount', 'groupEmptied'],
  ],
  ['3 additions', makePlannedGroup('a', 0, addition(memberReferences(3))), [], few],
  ['4 additions', makePlannedGroup('a', 0, addition(memberReferences(4))), ['groupAdditionsCount'], few],
  [
    '4 additions in two changes',
    makePlannedGroup('a', 9, addition(memberReferences(3)), addition(memberReferences(1, 3))),
    ['groupAdditionsCount'],
    few,
  ],
  [
    '4 additions to a new group',
    makePlannedGroup('a', 0, creation(), addition(memberReferences(4))),
    ['groupAdditionsCount'],
    few,
  ],
  [
    'an addition to a group nested in a protected group',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inPrivileged },
    ['privilegedAdditions'],
  ],
  [
    'a group nested in a protected group that becomes a security group',
    { ...makePlannedGroup('a', 9, typeChange(9)), ...inPrivileged },
    ['privilegedAdditions'],
  ],
  [
    'a removal from a group nested in a protected group',
    { ...a(9, memberReferences(1)), ...inPrivileged },
    [],
  ],
  [
    'an allowed addition to a group nested in a protected group',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inPrivileged },
    [],
    allowed('a', 'cn=admins, dc=X'),
  ],
  [
    'an addition to a group nested in a protected group, allowed for another group',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inPrivileged },
    ['privilegedAdditions'],
    allowed('b', 'CN=Admins,DC=x'),
  ],
  [
    'an addition to a group nested in another protected group than the allowed one',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inPrivileged },
    ['privilegedAdditions'],
    allowed('a', 'CN=Backup,DC=x'),
  ],
  [
    'an addition to a group nested in two protected groups, of which the first is allowed',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inTwo },
    ['privilegedAdditions'],
    allowed('a', 'CN=Admins,DC=x'),
  ],
  [
    'an addition to a group nested in two protected groups, of which the second is allowed',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inTwo },
    ['privilegedAdditions'],
    allowed('a', 'CN=Backup,DC=x'),
  ],
  [
    'an addition to a group nested in two protected groups, both allowed',
    { ...makePlannedGroup('a', 9, addition(memberReferences(1))), ...inTwo },
    [],
    allowed('a', 'CN=Backup,DC=x', 'CN=Admins,DC=x'),
  ],
  [
    'a removal from a protected object',
    { ...a(9, memberReferences(1)), ...protection },
    ['protectedRemovals'],
  ],
  [
    'the removal of a disabled account from a protected object',
    { ...a(9, disabledMembers(1)), ...protection },
    [],
  ],
  ['a recreation', { ...makePlannedGroup('a', 0, creation()), recreated: true }, ['recreations']],
  ['a creation', makePlannedGroup('a', 0, creation()), []],
]
