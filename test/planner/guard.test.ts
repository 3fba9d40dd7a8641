/** The rules of the guard; their decision tables are in guardGroupCases.ts and guardCases.ts. */
import { expect } from 'chai'
import { guardRules } from '../../src/model/plan.js'
import { disallowedPath, checkLimits, noRecentChanges, type GuardInput } from '../../src/planner/guard.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import { defaultLimits } from '../memory/world.js'
import { overallCases } from './guardCases.js'
import { a, allowed, groupCases, inPrivileged, inTwo, protection, toAdmins } from './guardGroupCases.js'
import {
  addition,
  afterLosses,
  deletion,
  disabledMembers,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
  temporaryMembers,
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

const rulesOf = (groups: PlannedGroup[], more: Partial<GuardInput>) =>
  checkLimits(input(groups, more)).tripped.map(({ rule, group }) =>
    group === undefined ? rule : `${rule} ${group}`,
  )

describe('the guard for a single group', () => {
  for (const [what, group, rules, limits = defaultLimits] of groupCases) {
    it(`${rules.length > 0 ? 'trips' : 'does not trip'} on ${what}`, () => {
      // The other group loses no members and never trips.
      const tripped = rulesOf([makePlannedGroup('other', 10), group], { limits })
      expect(tripped).to.deep.equal(rules.map((rule) => `${rule} a`))
    })
  }

  it('returns each check with its numbers, and rounds percentages up', () => {
    const group = afterLosses(
      makePlannedGroup('a', 10, removal(memberReferences(1)), addition(memberReferences(2, 20))),
      2,
    )
    const { checks, tripped } = checkLimits(input([group]))
    expect(checks).to.deep.equal([
      { rule: 'groupLossesPercent', actual: 25, limit: 30, group: 'a' },
      { rule: 'groupLossesCount', actual: 3, limit: 100, group: 'a' },
      { rule: 'groupAdditionsCount', actual: 2, limit: 50_000, group: 'a' },
      { rule: 'lossesCount', actual: 1, limit: 500 },
    ])
    expect(tripped).to.deep.equal([])
    const [percentage] = checkLimits(input([a(12, memberReferences(1))])).checks
    expect(percentage, '8.33 %').to.deep.include({ rule: 'groupLossesPercent', actual: 8.4 })
  })

  it('returns no check of members for a group without additions and losses', () => {
    const group = {
      ...afterLosses(makePlannedGroup('a', 0, ...[rename, update()]), 3),
      ...inPrivileged,
      ...protection,
    }
    expect(checkLimits(input([group])).checks).to.deep.equal([{ rule: 'renames', actual: 1, limit: 10 }])
  })

  it('returns the path to the protected group', () => {
    const group = { ...makePlannedGroup('a', 9, addition(memberReferences(2))), ...inPrivileged }
    expect(checkLimits(input([group])).tripped).to.deep.equal([
      { rule: 'privilegedAdditions', actual: 2, limit: 0, group: 'a', path: toAdmins },
    ])
    expect(disallowedPath(group, defaultLimits)).to.deep.equal(toAdmins)
    expect(disallowedPath(makePlannedGroup('a', 9), defaultLimits)).to.equal(undefined)
  })

  it('returns the first path that is not allowed if there are several protected groups', () => {
    const group = { ...makePlannedGroup('a', 9, addition(memberReferences(2))), ...inTwo }
    expect(disallowedPath(group, defaultLimits)).to.deep.equal(toAdmins)
    expect(disallowedPath(group, allowed('a', 'CN=Admins,DC=x'))).to.deep.equal(['CN=Backup,DC=x'])
    expect(disallowedPath(group, allowed('a', 'CN=Backup,DC=x'))).to.deep.equal(toAdmins)
    expect(disallowedPath(group, allowed('a', 'CN=Admins,DC=x', 'CN=Backup,DC=x'))).to.equal(undefined)
    const { tripped } = checkLimits(input([group], { limits: allowed('a', 'CN=Admins,DC=x') }))
    expect(tripped.map(({ path }) => path)).to.deep.equal([['CN=Backup,DC=x']])
  })
})

describe('the guard for the whole run', () => {
  for (const [what, groups, rules, more = {}] of overallCases) {
    it(`${rules.length > 0 ? 'trips' : 'does not trip'} on ${what}`, () => {
      expect(rulesOf(groups, more)).to.deep.equal(rules)
    })
  }
})

describe('the guard', () => {
  it('counts all memberships that end and all deletions if the source is empty', () => {
    const members = [...memberReferences(2), ...disabledMembers(3, 2), ...temporaryMembers(1, 5)]
    const groups = [
      makePlannedGroup('a', 9, removal(members)),
      makePlannedGroup('b', 9, deletion(members)),
      makePlannedGroup('c', 9),
    ]
    const { checks } = checkLimits(input(groups, { sourceEmpty: true }))
    expect(checks.find(({ rule }) => rule === 'emptySource')?.actual).to.equal(6 + 6 + 1)
  })

  it('counts all deletions, also those that another rule withholds', () => {
    const groups = [
      makePlannedGroup('a', 3, deletion(memberReferences(3))),
      makePlannedGroup('b', 9, deletion()),
    ]
    const { checks, tripped } = checkLimits(input(groups))
    expect(tripped.map(({ rule }) => rule)).to.deep.equal(['groupEmptied'])
    expect(checks.find(({ rule }) => rule === 'deletions')?.actual).to.equal(2)
  })
})

describe('the test cases of the guard', () => {
  for (const rule of guardRules) {
    it(`include one in which only ${rule} trips`, () => {
      const all = [...groupCases.map(([, , rules]) => rules), ...overallCases.map(([, , rules]) => rules)]
      expect(all.filter((rules) => rules.length === 1 && rules[0]?.split(' ')[0] === rule)).to.not.be.empty
    })
  }
})
