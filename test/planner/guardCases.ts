/** The decision table of the rules that look at the whole run. */
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
  lostLately,
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
    losses: new Map(numbers.map((number, index) => [`lost${index}`, lostLately(people(number))])),
  })
const lostInside = (removed: number, inside: number) =>
  recent({ losses: new Map([['lost0', lostLately(people(removed), people(inside, removed))]]) })
const many = (count: number) => each(count, 1000, removal(people(50)))
const one = (membersBefore = 1000) => planned('one', membersBefore, removal(people(1)))
const empty = { sourceEmpty: true }

const losses: Case[] = [
  ['nothing', [], []],
  ['10 losses of 50 memberships', each(10, 5, removal(people(1))), [], base(10, 50)],
  ['10 losses of 49 memberships', each(10, 5, removal(people(1))), ['lossesPercent'], base(10, 49)],
  ['9 losses of 9 memberships, too few to judge', each(9, 5, removal(people(1))), [], base(9, 9)],
  ['1 loss where 9 of 50 were lost lately', [one(5)], [], { ...base(10, 41), ...lost(9) }],
  ['1 loss where 10 of 50 were lost lately', [one(5)], ['lossesPercent'], { ...base(10, 40), ...lost(7, 3) }],
  [
    '1 loss of 50 where 10 who are inside lost access lately',
    [one(5)],
    ['lossesPercent'],
    { ...base(10, 50), ...lostInside(0, 10) },
  ],
  [
    '1 loss of 55 where 10 who are inside lost access lately',
    [one(5)],
    [],
    { ...base(10, 55), ...lostInside(0, 10) },
  ],
  ['no loss where 40 of 50 were lost lately', [planned('a', 5)], [], { ...base(10, 10), ...lost(40) }],
  ['10 of 11 memberships, all of disabled accounts', each(10, 5, removal(disabled(1))), [], base(10, 11)],
  [
    '10 losses where nothing is known of the base',
    each(10, 5, removal(people(1))),
    ['lossesPercent'],
    base(0, 0),
  ],
  ['500 losses', many(10), []],
  ['501 losses', [...many(10), one()], ['lossesCount']],
  ['1 loss where 500 were lost lately', [one()], ['lossesCount'], lost(300, 200)],
  ['1 loss where 499 were lost lately', [one()], [], lost(300, 199)],
  [
    '1 loss where 200 of those who were lost lately are back in a group that was read',
    [one(), afterLosses(planned('lost0', 300), 100)],
    [],
    lost(300, 300),
  ],
  [
    '1 loss where 1 of those who were lost lately is back',
    [one(), afterLosses(planned('lost0', 300), 299)],
    ['lossesCount'],
    lost(300, 201),
  ],
  [
    '1 loss where nobody is back, in a group that could not be read',
    [one(), { ...planned('lost0', 0), isCompared: false }],
    ['lossesCount'],
    lost(300, 200),
  ],
  ['1 loss where all are back, in a group that was read', [one(), planned('lost0', 300)], [], lost(300, 200)],
  ['1 loss where 500 lost access and some are inside still', [one()], ['lossesCount'], lostInside(300, 200)],
  ['1 loss where 499 lost access and some are inside still', [one()], [], lostInside(1, 498)],
  [
    '10 of 11 memberships, all of members who joined today',
    each(10, 5, removal(temporary(1))),
    [],
    base(10, 11),
  ],
  ['501 losses by deletion', each(11, 1000, deletion(people(50))), ['lossesCount'], base(1000, 1_000_000)],
  [
    '501 losses by the security bit',
    each(11, 1000, update(people(50))),
    [...Array.from({ length: 11 }, (_, n) => `typeChanges g${n}`), 'lossesCount'],
  ],
  ['501 losses by place', each(6, 1000, move(people(100))), ['lossesCount']],
  [
    'losses of a group that is held alone, beside few others',
    [planned('a', 1000, removal(people(900))), one()],
    ['groupLossesPercent a', 'groupLossesCount a'],
    base(2, 2000),
  ],
  [
    'losses of a group that is held alone, beside many others',
    [planned('a', 1000, removal(people(101))), ...many(10), one()],
    ['groupLossesCount a', 'lossesCount'],
  ],
  [
    'losses of a group whose additions alone are held',
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
  ['100 creations where 1,000 groups are managed', each(100, 0, creation()), [], base(1000, 9)],
  ['101 creations where 1,009 groups are managed', each(101, 0, creation()), ['creations'], base(1009, 9)],
  ['1 creation where 20 were made lately', each(1, 0, creation()), ['creations'], recent({ creations: 20 })],
  ['1 creation where 19 were made lately', each(1, 0, creation()), [], recent({ creations: 19 })],
  ['no creation where 30 were made lately', [planned('a', 1)], [], recent({ creations: 30 })],
  [
    '21 creations that a person named',
    each(21, 0, creation()).map((group) => ({ ...group, ordered: true })),
    [],
  ],
  [
    '20 creations, and one that is made again',
    [...each(20, 0, creation()), { ...planned('again', 0, creation()), recreated: true }],
    ['recreations again'],
  ],
  ['5 deletions', each(5, 0, deletion()), []],
  ['6 deletions', each(6, 0, deletion()), ['deletions']],
  [
    '6 deletions that are held back by rules of their own',
    each(6, 3, deletion(people(3))),
    [...Array.from({ length: 6 }, (_, index) => `groupEmptied g${index}`), 'deletions'],
  ],
  ['10 deletions of 219 groups', each(10, 0, deletion()), [], base(219, 9)],
  ['11 deletions of 219 groups', each(11, 0, deletion()), ['deletions'], base(219, 9)],
  ['1 deletion where 5 were made lately', each(1, 0, deletion()), ['deletions'], recent({ deletions: 5 })],
  ['1 deletion where 4 were made lately', each(1, 0, deletion()), [], recent({ deletions: 4 })],
  ['10 renames', each(10, 9, rename), []],
  ['11 renames', each(11, 9, rename), ['renames']],
  ['1 rename where 10 were made lately', each(1, 9, rename), ['renames'], recent({ renames: 10 })],
  ['10 moves', each(10, 9, move()), []],
  ['11 moves', each(11, 9, move()), ['moves']],
  ['1 move where 10 were made lately', each(1, 9, move()), ['moves'], recent({ moves: 10 })],
  ['1 object that is to be taken over', each(1, 9, adoption), ['adoptions']],
]

const vanishing = (...counts: number[]) =>
  counts.map((identifiersVanished, index) => ({ ...planned(`v${index}`, 100), identifiersVanished }))

const whole: Case[] = [
  ['an empty cloud', [one()], ['emptySource'], empty],
  ['an empty cloud and a group without members', each(1, 0, deletion()), ['emptySource'], empty],
  ['an empty cloud that takes nothing away', [planned('a', 1, addition(people(1)))], [], empty],
  [
    'an empty cloud from which only disabled accounts leave',
    [planned('a', 9, removal(disabled(2)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty cloud from which only members of today leave',
    [planned('a', 9, removal(temporary(1)))],
    ['emptySource'],
    empty,
  ],
  [
    'an empty cloud beside a rule of the group',
    [planned('a', 3, removal(people(3)))],
    ['groupEmptied a', 'emptySource'],
    empty,
  ],
  ['5 members who left while as many lost their SID', vanishing(2, 3), []],
  ['6 members who left while as many lost their SID', vanishing(2, 4), ['identifiersVanished']],
]

export const overallCases: readonly Case[] = [...losses, ...numbers, ...whole]
