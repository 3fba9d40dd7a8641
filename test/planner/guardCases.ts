/** Test cases of the guard's rules for the whole run. */
import { noRecentChanges, type GuardInput } from '../../src/planner/guard.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import {
  addition,
  adoption,
  afterLosses,
  creation,
  deletion,
  disabled,
  each,
  recentLosses,
  move,
  people,
  planned,
  removal,
  rename,
  temporary,
  update,
} from './fixture.js'

type Case = [what: string, groups: PlannedGroup[], rules: string[], more?: Partial<GuardInput>]

const base = (groups: number, members: number) => ({ managed: { groups, members } })
const recent = (changes: Partial<GuardInput['recent']>) => ({ recent: { ...noRecentChanges, ...changes } })
const lost = (...numbers: number[]) =>
  recent({
    losses: new Map(numbers.map((number, index) => [`lost${index}`, recentLosses(people(number))])),
  })
const lostInside = (removed: number, inside: number) =>
  recent({ losses: new Map([['lost0', recentLosses(people(removed), people(inside, removed))]]) })
const many = (count: number) => each(count, 1000, removal(people(50)))
const one = (membersBefore = 1000) => planned('one', membersBefore, removal(people(1)))
const empty = { sourceEmpty: true }

const losses: Case[] = [
  ['nothing', [], []],
  ['10 losses of 50 memberships', each(10, 5, removal(people(1))), [], base(10, 50)],
  ['10 losses of 49 memberships', each(10, 5, removal(people(1))), ['lossesPercent'], base(10, 49)],
  ['9 losses of 9 memberships, too few for a percentage', each(9, 5, removal(people(1))), [], base(9, 9)],
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
  ['no loss after 40 recent losses of 50', [planned('a', 5)], [], { ...base(10, 10), ...lost(40) }],
  [
    '10 losses of 11 memberships, all of disabled accounts',
    each(10, 5, removal(disabled(1))),
    [],
    base(10, 11),
  ],
  ['10 losses if no membership is managed', each(10, 5, removal(people(1))), ['lossesPercent'], base(0, 0)],
  ['500 losses', many(10), []],
  ['501 losses', [...many(10), one()], ['lossesCount']],
  ['1 loss after 500 recent losses', [one()], ['lossesCount'], lost(300, 200)],
  ['1 loss after 499 recent losses', [one()], [], lost(300, 199)],
  [
    '1 loss after 300 recent losses, of which 200 are reversed in a group that was read',
    [one(), afterLosses(planned('lost0', 300), 100)],
    [],
    lost(300, 300),
  ],
  [
    '1 loss after 501 recent losses, of which 1 is reversed',
    [one(), afterLosses(planned('lost0', 300), 299)],
    ['lossesCount'],
    lost(300, 201),
  ],
  [
    '1 loss after 500 recent losses, with a group that could not be read',
    [one(), { ...planned('lost0', 0), isCompared: false }],
    ['lossesCount'],
    lost(300, 200),
  ],
  [
    '1 loss after 500 recent losses, of which 300 are reversed',
    [one(), planned('lost0', 300)],
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
    each(10, 5, removal(temporary(1))),
    [],
    base(10, 11),
  ],
  ['501 losses by deletion', each(11, 1000, deletion(people(50))), ['lossesCount'], base(1000, 1_000_000)],
  [
    '501 losses by the loss of the security bit',
    each(11, 1000, update(people(50))),
    [...Array.from({ length: 11 }, (_, n) => `typeChanges g${n}`), 'lossesCount'],
  ],
  ['501 losses by a move', each(6, 1000, move(people(100))), ['lossesCount']],
  [
    'losses of a group that trips alone, with few others',
    [planned('a', 1000, removal(people(900))), one()],
    ['groupLossesPercent a', 'groupLossesCount a'],
    base(2, 2000),
  ],
  [
    'losses of a group that trips alone, with many others',
    [planned('a', 1000, removal(people(101))), ...many(10), one()],
    ['groupLossesCount a', 'lossesCount'],
  ],
  [
    'losses of a group of which only the additions trip',
    [
      { ...planned('a', 1000, removal(people(100)), addition(people(1, 500))), protectedPaths: [['CN=A']] },
      ...many(8),
      one(),
    ],
    ['privilegedAdditions a', 'lossesCount'],
  ],
]

const numbers: Case[] = [
  ['20 creations', each(20, 0, creation()), []],
  ['21 creations', each(21, 0, creation()), ['creations']],
  ['100 creations with 1,000 managed groups', each(100, 0, creation()), [], base(1000, 9)],
  ['101 creations with 1,009 managed groups', each(101, 0, creation()), ['creations'], base(1009, 9)],
  ['1 creation after 20 recent creations', each(1, 0, creation()), ['creations'], recent({ creations: 20 })],
  ['1 creation after 19 recent creations', each(1, 0, creation()), [], recent({ creations: 19 })],
  ['no creation after 30 recent creations', [planned('a', 1)], [], recent({ creations: 30 })],
  [
    '21 creations of groups that a person named',
    each(21, 0, creation()).map((group) => ({ ...group, ordered: true })),
    [],
  ],
  [
    '20 creations and one recreation',
    [...each(20, 0, creation()), { ...planned('again', 0, creation()), recreated: true }],
    ['recreations again'],
  ],
  ['5 deletions', each(5, 0, deletion()), []],
  ['6 deletions', each(6, 0, deletion()), ['deletions']],
  [
    '6 deletions that trip rules of their groups',
    each(6, 3, deletion(people(3))),
    [...Array.from({ length: 6 }, (_, index) => `groupEmptied g${index}`), 'deletions'],
  ],
  ['10 deletions with 219 managed groups', each(10, 0, deletion()), [], base(219, 9)],
  ['11 deletions with 219 managed groups', each(11, 0, deletion()), ['deletions'], base(219, 9)],
  ['1 deletion after 5 recent deletions', each(1, 0, deletion()), ['deletions'], recent({ deletions: 5 })],
  ['1 deletion after 4 recent deletions', each(1, 0, deletion()), [], recent({ deletions: 4 })],
  ['10 renames', each(10, 9, rename), []],
  ['11 renames', each(11, 9, rename), ['renames']],
  ['1 rename after 10 recent renames', each(1, 9, rename), ['renames'], recent({ renames: 10 })],
  ['10 moves', each(10, 9, move()), []],
  ['11 moves', each(11, 9, move()), ['moves']],
  ['1 move after 10 recent moves', each(1, 9, move()), ['moves'], recent({ moves: 10 })],
  ['1 adoption', each(1, 9, adoption), ['adoptions']],
]

const vanishing = (...counts: number[]) =>
  counts.map((identifiersVanished, index) => ({ ...planned(`v${index}`, 100), identifiersVanished }))

const whole: Case[] = [
  ['an empty source', [one()], ['emptySource'], empty],
  [
    'an empty source and the deletion of a group without members',
    each(1, 0, deletion()),
    ['emptySource'],
    empty,
  ],
  ['an empty source without losses', [planned('a', 1, addition(people(1)))], [], empty],
  [
    'an empty source and removals of disabled accounts only',
    [planned('a', 9, removal(disabled(2)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty source and removals of members who joined today only',
    [planned('a', 9, removal(temporary(1)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty source and a rule of a single group',
    [planned('a', 3, removal(people(3)))],
    ['groupEmptied a', 'emptySource'],
    empty,
  ],
  ['5 removals while 5 users lost their SID', vanishing(2, 3), []],
  ['6 removals while 6 users lost their SID', vanishing(2, 4), ['identifiersVanished']],
]

export const overallCases: readonly Case[] = [...losses, ...numbers, ...whole]
