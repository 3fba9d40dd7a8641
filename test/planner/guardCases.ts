/** Test cases of the guard's rules for the whole run. */
import { noRecentChanges, type GuardInput } from '../../src/planner/guard.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import {
  addition,
  adoption,
  afterLosses,
  creation,
  deletion,
  disabledMembers,
  groupsWithChange,
  recentLosses,
  move,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
  temporaryMembers,
  update,
} from './fixture.js'

type Case = [what: string, groups: PlannedGroup[], rules: string[], more?: Partial<GuardInput>]

const base = (groups: number, members: number) => ({ managed: { groups, members } })
const recent = (changes: Partial<GuardInput['recent']>) => ({ recent: { ...noRecentChanges, ...changes } })
const lost = (...numbers: number[]) =>
  recent({
    losses: new Map(numbers.map((number, index) => [`lost${index}`, recentLosses(memberReferences(number))])),
  })
const lostInside = (removed: number, inside: number) =>
  recent({
    losses: new Map([['lost0', recentLosses(memberReferences(removed), memberReferences(inside, removed))]]),
  })
const many = (count: number) => groupsWithChange(count, 1000, removal(memberReferences(50)))
const one = (membersBefore = 1000) => makePlannedGroup('one', membersBefore, removal(memberReferences(1)))
const empty = { sourceEmpty: true }

const losses: Case[] = [
  ['nothing', [], []],
  ['10 losses of 50 memberships', groupsWithChange(10, 5, removal(memberReferences(1))), [], base(10, 50)],
  [
    '10 losses of 49 memberships',
    groupsWithChange(10, 5, removal(memberReferences(1))),
    ['lossesPercent'],
    base(10, 49),
  ],
  [
    '9 losses of 9 memberships, too few for a percentage',
    groupsWithChange(9, 5, removal(memberReferences(1))),
    [],
    base(9, 9),
  ],
  ['1 loss after 9 recent losses of 50', [one(5)], [], { ...base(10, 41), ...lost(9) }],
  ['1 loss after 10 recent losses of 50', [one(5)], ['lossesPercent'], { ...base(10, 40), ...lost(7, 3) }],
  [
    '1 loss of 50 after 10 recent losses of remaining members',
    [one(5)],
    ['lossesPercent'],
    { ...base(10, 50), ...lostInside(0, 10) },
  ],
  [
    '1 loss of 55 after 10 recent losses of remaining members',
    [one(5)],
    [],
    { ...base(10, 55), ...lostInside(0, 10) },
  ],
  ['no loss after 40 recent losses of 50', [makePlannedGroup('a', 5)], [], { ...base(10, 10), ...lost(40) }],
  [
    '10 losses of 11 memberships, all of disabled accounts',
    groupsWithChange(10, 5, removal(disabledMembers(1))),
    [],
    base(10, 11),
  ],
  [
    '10 losses if no membership is managed',
    groupsWithChange(10, 5, removal(memberReferences(1))),
    ['lossesPercent'],
    base(0, 0),
  ],
  ['500 losses', many(10), []],
  ['501 losses', [...many(10), one()], ['lossesCount']],
  ['1 loss after 500 recent losses', [one()], ['lossesCount'], lost(300, 200)],
  ['1 loss after 499 recent losses', [one()], [], lost(300, 199)],
  [
    '1 loss after 300 recent losses, of which 200 are reversed in a group that was read',
    [one(), afterLosses(makePlannedGroup('lost0', 300), 100)],
    [],
    lost(300, 300),
  ],
  [
    '1 loss after 501 recent losses, of which 1 is reversed',
    [one(), afterLosses(makePlannedGroup('lost0', 300), 299)],
    ['lossesCount'],
    lost(300, 201),
  ],
  [
    '1 loss after 500 recent losses, with a group that could not be read',
    [one(), { ...makePlannedGroup('lost0', 0), isCompared: false }],
    ['lossesCount'],
    lost(300, 200),
  ],
  [
    '1 loss after 500 recent losses, of which 300 are reversed',
    [one(), makePlannedGroup('lost0', 300)],
    [],
    lost(300, 200),
  ],
  [
    '1 loss after 500 recent losses, some of remaining members',
    [one()],
    ['lossesCount'],
    lostInside(300, 200),
  ],
  ['1 loss after 499 recent losses, some of remaining members', [one()], [], lostInside(1, 498)],
  [
    '10 losses of 11 memberships, all of members who joined today',
    groupsWithChange(10, 5, removal(temporaryMembers(1))),
    [],
    base(10, 11),
  ],
  [
    '501 losses by deletion',
    groupsWithChange(11, 1000, deletion(memberReferences(50))),
    ['lossesCount'],
    base(1000, 1_000_000),
  ],
  [
    '501 losses by the loss of the security bit',
    groupsWithChange(11, 1000, update(memberReferences(50))),
    [...Array.from({ length: 11 }, (_, n) => `typeChanges g${n}`), 'lossesCount'],
  ],
  ['501 losses by a move', groupsWithChange(6, 1000, move(memberReferences(100))), ['lossesCount']],
  [
    'losses of a group that trips alone, with few others',
    [makePlannedGroup('a', 1000, removal(memberReferences(900))), one()],
    ['groupLossesPercent a', 'groupLossesCount a'],
    base(2, 2000),
  ],
  [
    'losses of a group that trips alone, with many others',
    [makePlannedGroup('a', 1000, removal(memberReferences(101))), ...many(10), one()],
    ['groupLossesCount a', 'lossesCount'],
  ],
  [
    'losses of a group of which only the additions trip',
    [
      {
        ...makePlannedGroup('a', 1000, removal(memberReferences(100)), addition(memberReferences(1, 500))),
        protectedPaths: [['CN=A']],
      },
      ...many(8),
      one(),
    ],
    ['privilegedAdditions a', 'lossesCount'],
  ],
]

const numbers: Case[] = [
  ['20 creations', groupsWithChange(20, 0, creation()), []],
  ['21 creations', groupsWithChange(21, 0, creation()), ['creations']],
  ['100 creations with 1,000 managed groups', groupsWithChange(100, 0, creation()), [], base(1000, 9)],
  [
    '101 creations with 1,009 managed groups',
    groupsWithChange(101, 0, creation()),
    ['creations'],
    base(1009, 9),
  ],
  [
    '1 creation after 20 recent creations',
    groupsWithChange(1, 0, creation()),
    ['creations'],
    recent({ creations: 20 }),
  ],
  ['1 creation after 19 recent creations', groupsWithChange(1, 0, creation()), [], recent({ creations: 19 })],
  ['no creation after 30 recent creations', [makePlannedGroup('a', 1)], [], recent({ creations: 30 })],
  [
    '21 creations of groups that a person named',
    groupsWithChange(21, 0, creation()).map((group) => ({ ...group, ordered: true })),
    [],
  ],
  [
    '20 creations and one recreation',
    [
      ...groupsWithChange(20, 0, creation()),
      { ...makePlannedGroup('again', 0, creation()), recreated: true },
    ],
    ['recreations again'],
  ],
  ['5 deletions', groupsWithChange(5, 0, deletion()), []],
  ['6 deletions', groupsWithChange(6, 0, deletion()), ['deletions']],
  [
    '6 deletions that trip rules of their groups',
    groupsWithChange(6, 3, deletion(memberReferences(3))),
    [...Array.from({ length: 6 }, (_, index) => `groupEmptied g${index}`), 'deletions'],
  ],
  ['10 deletions with 219 managed groups', groupsWithChange(10, 0, deletion()), [], base(219, 9)],
  ['11 deletions with 219 managed groups', groupsWithChange(11, 0, deletion()), ['deletions'], base(219, 9)],
  [
    '1 deletion after 5 recent deletions',
    groupsWithChange(1, 0, deletion()),
    ['deletions'],
    recent({ deletions: 5 }),
  ],
  ['1 deletion after 4 recent deletions', groupsWithChange(1, 0, deletion()), [], recent({ deletions: 4 })],
  ['10 renames', groupsWithChange(10, 9, rename), []],
  ['11 renames', groupsWithChange(11, 9, rename), ['renames']],
  ['1 rename after 10 recent renames', groupsWithChange(1, 9, rename), ['renames'], recent({ renames: 10 })],
  ['10 moves', groupsWithChange(10, 9, move()), []],
  ['11 moves', groupsWithChange(11, 9, move()), ['moves']],
  ['1 move after 10 recent moves', groupsWithChange(1, 9, move()), ['moves'], recent({ moves: 10 })],
  ['1 adoption', groupsWithChange(1, 9, adoption), ['adoptions']],
]

const vanishing = (...counts: number[]) =>
  counts.map((identifiersVanished, index) => ({ ...makePlannedGroup(`v${index}`, 100), identifiersVanished }))

const whole: Case[] = [
  ['an empty source', [one()], ['emptySource'], empty],
  [
    'an empty source and the deletion of a group without members',
    groupsWithChange(1, 0, deletion()),
    ['emptySource'],
    empty,
  ],
  ['an empty source without losses', [makePlannedGroup('a', 1, addition(memberReferences(1)))], [], empty],
  [
    'an empty source and removals of disabled accounts only',
    [makePlannedGroup('a', 9, removal(disabledMembers(2)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty source and removals of members who joined today only',
    [makePlannedGroup('a', 9, removal(temporaryMembers(1)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty source and a rule of a single group',
    [makePlannedGroup('a', 3, removal(memberReferences(3)))],
    ['groupEmptied a', 'emptySource'],
    empty,
  ],
  ['5 removals while 5 users lost their SID', vanishing(2, 3), []],
  ['6 removals while 6 users lost their SID', vanishing(2, 4), ['identifiersVanished']],
]

export const overallCases: readonly Case[] = [...losses, ...numbers, ...whole]
