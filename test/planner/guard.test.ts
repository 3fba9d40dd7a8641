/** The rules that look at one group; cases of those that look at the whole run are in guardCases.ts. */
import { expect } from 'chai'
import { guardRules } from '../../src/model/plan.js'
import type { Limits } from '../../src/model/settings.js'
import { forbiddenPath, guard, noRecentChanges, type GuardInput } from '../../src/planner/guard.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { defaultLimits } from '../memory/world.js'
import { overallCases } from './guardCases.js'
import {
  addition,
  afterLosses,
  creation,
  deletion,
  disabled,
  beginning,
  move,
  people,
  planned,
  removal,
  rename,
  temporary,
  update,
} from './fixture.js'

const input = (groups: PlannedGroup[], more: Partial<GuardInput> = {}): GuardInput => ({
  groups,
  managed: { groups: 100, members: 100_000 },
  recent: noRecentChanges,
  sourceEmpty: false,
  limits: defaultLimits,
  ...more,
})

const toAdmins = ['CN=Ops,DC=x', 'CN=Admins,DC=x']
const inPrivileged = { protectedPaths: [toAdmins] }
const inTwo = { protectedPaths: [toAdmins, ['CN=Backup,DC=x']] }
const protection = { protection: 'adminCount' } as const
const few: Limits = { ...defaultLimits, groupAdditions: { count: 3 } }
const mayBeEmpty: Limits = { ...defaultLimits, groupEmptied: { from: 3, except: ['x', 'a'] } }
const allowed = (group: string, ...below: string[]): Limits => ({
  ...defaultLimits,
  privileged: below.map((dn) => ({ group, below: dn })),
})

type Case = [what: string, group: PlannedGroup, rules: string[], limits?: Limits]
const a = (membersBefore: number, ...changes: Parameters<typeof removal>[0][]) =>
  planned('a', membersBefore, ...changes.map(removal))

const cases: Case[] = [
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

const rulesOf = (groups: PlannedGroup[], more: Partial<GuardInput>) =>
  guard(input(groups, more)).tripped.map(({ rule, group }) =>
    group === undefined ? rule : `${rule} ${group}`,
  )

describe('the guard of one group', () => {
  for (const [what, group, rules, limits = defaultLimits] of cases) {
    it(`${rules.length > 0 ? 'trips' : 'does not trip'} on ${what}`, () => {
      // Beside a group that nobody leaves, which never trips.
      const tripped = rulesOf([planned('other', 10), group], { limits })
      expect(tripped).to.deep.equal(rules.map((rule) => `${rule} a`))
    })
  }

  it('tells every check with its numbers, of which a share is rounded up', () => {
    const group = afterLosses(planned('a', 10, removal(people(1)), addition(people(2, 20))), 2)
    const { checks, tripped } = guard(input([group]))
    expect(checks).to.deep.equal([
      { rule: 'groupLossesPercent', actual: 25, limit: 30, group: 'a' },
      { rule: 'groupLossesCount', actual: 3, limit: 100, group: 'a' },
      { rule: 'groupAdditionsCount', actual: 2, limit: 50_000, group: 'a' },
      { rule: 'lossesCount', actual: 1, limit: 500 },
    ])
    expect(tripped).to.deep.equal([])
    const [share] = guard(input([a(12, people(1))])).checks
    expect(share, '8.33 %').to.deep.include({ rule: 'groupLossesPercent', actual: 8.4 })
  })

  it('has nothing to tell of a group that neither loses nor gets anybody', () => {
    const group = {
      ...afterLosses(planned('a', 0, ...[rename, update()]), 3),
      ...inPrivileged,
      ...protection,
    }
    expect(guard(input([group])).checks).to.deep.equal([{ rule: 'renames', actual: 1, limit: 10 }])
  })

  it('tells the way up to the protected group', () => {
    const group = { ...planned('a', 9, addition(people(2))), ...inPrivileged }
    expect(guard(input([group])).tripped).to.deep.equal([
      { rule: 'privilegedAdditions', actual: 2, limit: 0, group: 'a', path: toAdmins },
    ])
    expect(forbiddenPath(group, defaultLimits)).to.deep.equal(toAdmins)
    expect(forbiddenPath(planned('a', 9), defaultLimits)).to.equal(undefined)
  })

  it('tells of several protected groups the first that is not allowed', () => {
    const group = { ...planned('a', 9, addition(people(2))), ...inTwo }
    expect(forbiddenPath(group, defaultLimits)).to.deep.equal(toAdmins)
    expect(forbiddenPath(group, allowed('a', 'CN=Admins,DC=x'))).to.deep.equal(['CN=Backup,DC=x'])
    expect(forbiddenPath(group, allowed('a', 'CN=Backup,DC=x'))).to.deep.equal(toAdmins)
    expect(forbiddenPath(group, allowed('a', 'CN=Admins,DC=x', 'CN=Backup,DC=x'))).to.equal(undefined)
    const { tripped } = guard(input([group], { limits: allowed('a', 'CN=Admins,DC=x') }))
    expect(tripped.map(({ path }) => path)).to.deep.equal([['CN=Backup,DC=x']])
  })
})

describe('the guard of the whole run', () => {
  for (const [what, groups, rules, more = {}] of overallCases) {
    it(`${rules.length > 0 ? 'trips' : 'does not trip'} on ${what}`, () => {
      expect(rulesOf(groups, more)).to.deep.equal(rules)
    })
  }
})

describe('what the guard counts', () => {
  it('of an empty cloud is every membership that would end, and every deletion', () => {
    const members = [...people(2), ...disabled(3, 2), ...temporary(1, 5)]
    const groups = [planned('a', 9, removal(members)), planned('b', 9, deletion(members)), planned('c', 9)]
    const { checks } = guard(input(groups, { sourceEmpty: true }))
    expect(checks.find(({ rule }) => rule === 'emptySource')?.actual).to.equal(6 + 6 + 1)
  })

  it('of deletions is all that are planned, also those that are held back already', () => {
    const groups = [planned('a', 3, deletion(people(3))), planned('b', 9, deletion())]
    const { checks, tripped } = guard(input(groups))
    expect(tripped.map(({ rule }) => rule)).to.deep.equal(['groupEmptied'])
    expect(checks.find(({ rule }) => rule === 'deletions')?.actual).to.equal(2)
  })
})

describe('the rules of the guard', () => {
  for (const rule of guardRules) {
    it(`have a case that trips, and names nothing else: ${rule}`, () => {
      const all = [...cases.map(([, , rules]) => rules), ...overallCases.map(([, , rules]) => rules)]
      expect(all.filter((rules) => rules.length === 1 && rules[0]?.split(' ')[0] === rule)).to.not.be.empty
    })
  }
})
