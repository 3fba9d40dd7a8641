/** The decision table of the rules that look at one group. */
import type { Limits } from '../../src/model/settings.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { defaultLimits } from '../memory/world.js'
import {
  addition,
  afterLosses,
  beginning,
  creation,
  deletion,
  disabled,
  move,
  people,
  planned,
  removal,
  temporary,
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
  planned('a', membersBefore, ...changes.map(removal))

export const groupCases: Case[] = [
  ['no change', planned('a', 10), []],
  ['3 of 10 members', a(10, people(3)), []],
  ['4 of 10 members', a(10, people(4)), ['groupLossesPercent']],
  ['30.1 % of the members', a(332, people(100)), ['groupLossesPercent']],
  ['8 of 9 members, of a group too small for shares', a(9, people(8)), []],
  ['1 of 7 where 3 of 10 were lost lately', afterLosses(a(7, people(1)), 3), ['groupLossesPercent']],
  ['1 of 7 where 2 of 9 were lost lately', afterLosses(a(7, people(1)), 2), []],
  ['1 of 20 where 6 inside lost access lately', afterLosses(a(20, people(1)), 0, 6), ['groupLossesPercent']],
  ['1 of 24 where 6 inside lost access lately', afterLosses(a(24, people(1)), 0, 6), []],
  ['nobody where 9 of 10 were lost lately', afterLosses(planned('a', 1), 9), []],
  ['4 of 10 members, all disabled', a(10, disabled(4)), []],
  ['4 of 10 members, one of them disabled', a(10, [...people(3), ...disabled(1, 3)]), []],
  ['4 of 10 members, one of whom joined today', a(10, [...people(3), ...temporary(1, 3)]), []],
  ['100 of 1,000 members', a(1000, people(100)), []],
  ['101 of 1,000 members', a(1000, people(101)), ['groupLossesCount']],
  ['61 of 1,000 where 40 were lost lately', afterLosses(a(1000, people(61)), 40), ['groupLossesCount']],
  ['60 of 1,000 where 40 were lost lately', afterLosses(a(1000, people(60)), 40), []],
  [
    '101 of 1,000 members with the security bit',
    planned('a', 1000, update(people(101))),
    ['groupLossesCount', 'typeChanges'],
  ],
  ['101 of 1,000 members with the place', planned('a', 1000, move(people(101))), ['groupLossesCount']],
  ['all of 2', a(2, people(2)), []],
  ['all of 3', a(3, people(3)), ['groupEmptied']],
  ['3 of 4', a(4, people(3)), []],
  ['the last 2, where 1 was lost lately', afterLosses(a(2, people(2)), 1), ['groupEmptied']],
  ['all of 3, of whom one is disabled', a(3, [...people(2), ...disabled(1, 2)]), []],
  ['all of 4, of whom one is disabled', a(4, [...people(3), ...disabled(1, 3)]), ['groupEmptied']],
  ['all of 3, in a group that may be emptied', a(3, people(3)), [], mayBeEmpty],
  [
    '8 of 30, of whom the others are disabled',
    { ...a(30, people(8)), disabledStaying: 22 },
    ['groupLossesPercent', 'groupEmptied'],
  ],
  [
    '8 of 30, of whom 21 others are disabled',
    { ...a(30, people(8)), disabledStaying: 21 },
    ['groupLossesPercent'],
  ],
  ['8 of 30, of whom 3 others are disabled', { ...a(30, people(8)), disabledStaying: 3 }, []],
  [
    '2 of 11, of whom the others are disabled',
    { ...a(11, people(2)), disabledStaying: 9 },
    ['groupLossesPercent'],
  ],
  [
    '4 of 23, of whom 10 others are disabled',
    { ...a(23, people(4)), disabledStaying: 10 },
    ['groupLossesPercent'],
  ],
  ['all of 3 for 3 others', planned('a', 3, removal(people(3)), addition(people(3, 3))), ['groupEmptied']],
  ['all of 3 by deletion', planned('a', 3, deletion(people(3))), ['groupEmptied']],
  ['all of 3 with the security bit', planned('a', 3, update(people(3))), ['groupEmptied', 'typeChanges']],
  ['all of 3 with the place', planned('a', 3, move(people(3))), ['groupEmptied']],
  [
    'all of 3, one by one and twice',
    planned('a', 3, removal(people(2)), update(people(2, 1))),
    ['groupEmptied', 'typeChanges'],
  ],
  ['2 of 3, each told twice', planned('a', 3, removal(people(2)), move(people(2))), []],
  ['one member with the security bit', planned('a', 1, update(people(1))), ['typeChanges']],
  ['a disabled member with the security bit', planned('a', 1, update(disabled(1))), ['typeChanges']],
  ['the security bit of a group without members', planned('a', 0, update([])), []],
  ['all 500', a(500, people(500)), ['groupLossesPercent', 'groupLossesCount', 'groupEmptied']],
  ['3 additions', planned('a', 0, addition(people(3))), [], few],
  ['4 additions', planned('a', 0, addition(people(4))), ['groupAdditionsCount'], few],
  [
    '4 additions in two changes',
    planned('a', 9, addition(people(3)), addition(people(1, 3))),
    ['groupAdditionsCount'],
    few,
  ],
  [
    '4 additions to a new group',
    planned('a', 0, creation(), addition(people(4))),
    ['groupAdditionsCount'],
    few,
  ],
  [
    'an addition below a protected group',
    { ...planned('a', 9, addition(people(1))), ...inPrivileged },
    ['privilegedAdditions'],
  ],
  [
    'a group below a protected group that becomes a security group',
    { ...planned('a', 9, beginning(9)), ...inPrivileged },
    ['privilegedAdditions'],
  ],
  ['a removal below a protected group', { ...a(9, people(1)), ...inPrivileged }, []],
  [
    'an addition below a protected group that is allowed',
    { ...planned('a', 9, addition(people(1))), ...inPrivileged },
    [],
    allowed('a', 'cn=admins, dc=X'),
  ],
  [
    'an addition below a protected group that is allowed to another',
    { ...planned('a', 9, addition(people(1))), ...inPrivileged },
    ['privilegedAdditions'],
    allowed('b', 'CN=Admins,DC=x'),
  ],
  [
    'an addition below another protected group than the one that is allowed',
    { ...planned('a', 9, addition(people(1))), ...inPrivileged },
    ['privilegedAdditions'],
    allowed('a', 'CN=Backup,DC=x'),
  ],
  [
    'an addition below two protected groups, of which the first is allowed',
    { ...planned('a', 9, addition(people(1))), ...inTwo },
    ['privilegedAdditions'],
    allowed('a', 'CN=Admins,DC=x'),
  ],
  [
    'an addition below two protected groups, of which the second is allowed',
    { ...planned('a', 9, addition(people(1))), ...inTwo },
    ['privilegedAdditions'],
    allowed('a', 'CN=Backup,DC=x'),
  ],
  [
    'an addition below two protected groups that are both allowed',
    { ...planned('a', 9, addition(people(1))), ...inTwo },
    [],
    allowed('a', 'CN=Backup,DC=x', 'CN=Admins,DC=x'),
  ],
  ['a removal from a protected object', { ...a(9, people(1)), ...protection }, ['protectedRemovals']],
  ['a disabled member of a protected object', { ...a(9, disabled(1)), ...protection }, []],
  ['an object that is made again', { ...planned('a', 0, creation()), recreated: true }, ['recreations']],
  ['an object that is made', planned('a', 0, creation()), []],
]
