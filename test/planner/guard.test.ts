import { expect } from 'chai'
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { Limits } from '../../src/model/settings.js'
import { guard, type GuardInput, type PlannedGroup } from '../../src/planner/guard.js'

const limits: Limits = {
  groupRemovals: { percent: 30, count: 500, from: 10 },
  groupAdditions: { count: 1000 },
  removals: { percent: 30, from: 100 },
  deletions: { percent: 30, from: 10 },
}

const members = (count: number) => Array.from({ length: count }, (_, index) => ({ guid: String(index) }))
const removal = (count: number) =>
  ({ type: 'removeMembers', guid: 'g', dn: 'CN=g', members: members(count) }) as unknown as Change
const addition = (count: number): Change => ({
  type: 'addMembers',
  guid: 'g',
  dn: 'CN=g',
  members: members(count),
})
const deletion = {
  type: 'deleteGroup',
  guid: 'g',
  dn: 'CN=g',
  attributes: {},
  members: [],
} as unknown as Change

const planned = (id: string, membersBefore: number, ...changes: Change[]): PlannedGroup => ({
  id,
  displayName: id,
  dn: `CN=${id}`,
  status: 'inSync',
  changes,
  withheld: [],
  skippedMembers: [],
  membersBefore,
})

function judge(groups: PlannedGroup[], more: Partial<GuardInput> = {}) {
  const { tripped, withheld } = guard({
    groups,
    managed: { groups: 100, members: 10_000 },
    sourceEmpty: false,
    limits,
    ...more,
  })
  const held = withheld === 'all' ? 'all' : [...withheld]
  return { rules: tripped.map(({ rule, group }) => (group === undefined ? rule : `${rule} ${group}`)), held }
}

const cases: Array<
  [what: string, groups: PlannedGroup[], more: Partial<GuardInput>, rules: string[], held: string[] | 'all']
> = [
  ['nothing', [], {}, [], []],
  ['3 of 10 members removed', [planned('a', 10, removal(3))], {}, [], []],
  ['4 of 10 members removed', [planned('a', 10, removal(4))], {}, ['groupRemovalsPercent a'], ['a']],
  ['all 9 members of a group too small to judge', [planned('a', 9, removal(9))], {}, [], []],
  ['30.1 % removed', [planned('a', 1000, removal(301))], {}, ['groupRemovalsPercent a'], ['a']],
  ['501 of 5,000 removed', [planned('a', 5000, removal(501))], {}, ['groupRemovalsCount a'], ['a']],
  ['1,000 members added', [planned('a', 0, addition(1000))], {}, [], []],
  [
    '1,001 members added on a first run',
    [planned('a', 0, addition(1001))],
    {},
    ['groupAdditionsCount a'],
    ['a'],
  ],
  [
    'one group of two',
    [planned('a', 10, removal(9)), planned('b', 10, removal(1))],
    {},
    ['groupRemovalsPercent a'],
    ['a'],
  ],
  [
    'many small removals together',
    Array.from({ length: 40 }, (_, n) => planned(String(n), 9, removal(1))),
    { managed: { groups: 100, members: 100 } },
    ['removalsPercent'],
    'all',
  ],
  [
    'many small removals of too few to judge',
    Array.from({ length: 40 }, (_, n) => planned(String(n), 9, removal(1))),
    { managed: { groups: 40, members: 99 } },
    [],
    [],
  ],
  [
    'a mass removal that is held back already, beside a small one',
    [planned('a', 100, removal(90)), planned('b', 100, removal(5))],
    { managed: { groups: 2, members: 200 } },
    ['groupRemovalsPercent a'],
    ['a'],
  ],
  [
    '3 of 10 groups deleted',
    ['a', 'b', 'c'].map((id) => planned(id, 5, deletion)),
    { managed: { groups: 10, members: 50 } },
    [],
    [],
  ],
  [
    '4 of 10 groups deleted',
    ['a', 'b', 'c', 'd'].map((id) => planned(id, 5, deletion)),
    { managed: { groups: 10, members: 50 } },
    ['deletionsPercent'],
    'all',
  ],
  [
    'all 9 groups of a container too small to judge',
    Array.from({ length: 9 }, (_, n) => planned(String(n), 5, deletion)),
    { managed: { groups: 9, members: 45 } },
    [],
    [],
  ],
  ['an empty cloud', [planned('a', 1, deletion)], { sourceEmpty: true }, ['emptySource'], 'all'],
  ['an empty cloud that takes nothing away', [planned('a', 1, addition(1))], { sourceEmpty: true }, [], []],
]

describe('the guard', () => {
  for (const [what, groups, more, rules, held] of cases) {
    it(`${rules.length > 0 ? 'trips' : 'does not trip'} on ${what}`, () => {
      expect(judge(groups, more)).to.deep.equal({ rules, held })
    })
  }

  it('tells every check with its numbers', () => {
    const { checks } = guard({
      groups: [planned('a', 12, removal(1), addition(2))],
      managed: { groups: 1, members: 400 },
      sourceEmpty: false,
      limits,
    })
    expect(checks).to.deep.equal([
      { rule: 'groupRemovalsPercent', actual: 8.4, limit: 30, group: 'a' },
      { rule: 'groupRemovalsCount', actual: 1, limit: 500, group: 'a' },
      { rule: 'groupAdditionsCount', actual: 2, limit: 1000, group: 'a' },
      { rule: 'removalsPercent', actual: 0.3, limit: 30 },
    ])
  })

  it('never lets more than the limits through, whatever is planned', () => {
    const groupArb = fc.record({ before: fc.nat(200), removed: fc.nat(200) })
    fc.assert(
      fc.property(fc.array(groupArb, { maxLength: 30 }), (groups) => {
        const all = groups.map(({ before, removed }, n) =>
          planned(String(n), before, removal(Math.min(removed, before))),
        )
        const total = groups.reduce((sum, { before }) => sum + before, 0)
        const verdict = guard({
          groups: all,
          managed: { groups: all.length, members: total },
          sourceEmpty: false,
          limits,
        })
        const through =
          verdict.withheld === 'all' ? [] : all.filter(({ id }) => !(verdict.withheld as Set<string>).has(id))
        let sum = 0
        for (const { membersBefore, changes } of through) {
          const [change] = changes
          const removed = change?.type === 'removeMembers' ? change.members.length : 0
          if (membersBefore >= 10) expect(removed).to.be.at.most(membersBefore * 0.3 + 1e-9)
          sum += removed
        }
        if (total >= 100) expect(sum).to.be.at.most(total * 0.3 + 1e-9)
      }),
    )
  })
})
