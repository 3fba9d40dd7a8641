import { expect } from 'chai'
import { guardRules, type GuardRule } from '../../src/model/plan.js'
import type { Report, RunStatus, Totals } from '../../src/model/report.js'
import { count, guardText, verdict } from '../../src/report/words.js'
import { group, report } from './fixture.js'

describe('the verdict', () => {
  const target = 'OU=Groups,DC=test'
  const cases: Array<[run: Partial<Omit<Report, 'totals'>>, totals: Partial<Totals>, verdict: string]> = [
    [{ status: 'inSync' }, { groups: 1 }, 'In sync: 1 group looked at, nothing to do.'],
    [{ status: 'inSync' }, { skippedGroups: 1 }, 'In sync: 0 groups looked at, nothing to do.'],
    [
      { status: 'inSync' },
      {},
      'In sync: no group is in scope. Enable some, or choose another scope (scope.groups).',
    ],
    [
      { status: 'inSync', command: 'plan', dryRun: true },
      { groups: 2 },
      'In sync: 2 groups looked at, nothing to do.',
    ],
    [
      { status: 'inSync', command: 'check', dryRun: true },
      {},
      `Ready: everything a run needs is there for ${target}.`,
    ],
    [{ status: 'inSync', command: 'enable' }, {}, `Enabled: writeback to ${target} is on.`],
    [
      { status: 'inSync', command: 'enable', dryRun: true },
      {},
      `Dry run: writeback to ${target} would be turned on.`,
    ],
    [{ status: 'inSync', command: 'enable' }, { groups: 1 }, 'Enabled and in sync.'],
    [
      { status: 'inSync', command: 'enable', dryRun: true },
      { groups: 1 },
      'Dry run: nothing would be written.',
    ],
    [{ status: 'inSync', command: 'disable' }, { skippedGroups: 1 }, 'Disabled: 1 object kept as it is.'],
    [{ status: 'inSync', command: 'disable' }, { skippedGroups: 2 }, 'Disabled: 2 objects kept as they are.'],
    [
      { status: 'inSync', command: 'disable', dryRun: true },
      { skippedGroups: 2 },
      'Dry run: 2 objects would be kept as they are.',
    ],
    [{ status: 'applied' }, { created: 2, membersAdded: 1 }, 'Applied: 2 groups created, 1 member added.'],
    [{ status: 'applied', command: 'disable' }, { deleted: 1 }, 'Applied: 1 group deleted.'],
    [
      { status: 'pending', dryRun: true },
      { moved: 1, renamed: 2, updated: 3, membersRemoved: 4 },
      'Pending: 3 groups to update, 2 groups to rename, 1 group to move, 4 members to remove.',
    ],
    [{ status: 'withheld' }, { withheld: 1 }, 'Withheld: 1 group waits for approval.'],
    [
      { status: 'withheld', dryRun: true },
      { withheld: 2, created: 1 },
      'Withheld: 2 groups wait for approval; 1 group to create.',
    ],
    [{ status: 'partial' }, { failed: 1 }, 'Partial: 1 group failed.'],
    [{ status: 'partial' }, { failed: 2, updated: 1 }, 'Partial: 2 groups failed; 1 group updated.'],
    [{ status: 'failed' }, {}, 'Failed: nothing was changed.'],
    [{ status: 'failed' }, { created: 1 }, 'Failed: 1 group created before the run ended.'],
    [
      {
        status: 'failed',
        command: 'check',
        problems: [
          { code: 'graphDenied', message: 'x' },
          { code: 'internal', message: 'y' },
        ],
      },
      {},
      'Not ready: 2 problems.',
    ],
  ]
  for (const [run, totals, expected] of cases) {
    it(expected, () => {
      expect(verdict(report(run, totals))).to.equal(expected)
    })
  }

  it('is there for every status', () => {
    const all: Record<RunStatus, true> = {
      inSync: true,
      applied: true,
      pending: true,
      withheld: true,
      partial: true,
      failed: true,
    }
    expect(new Set(cases.map(([{ status }]) => status))).to.deep.equal(new Set(Object.keys(all)))
  })
})

describe('the words of the guard', () => {
  const said: Record<GuardRule, [one: string, many: string]> = {
    groupRemovalsPercent: [
      '1 % of its members would be removed, at most 0 % are allowed',
      '33.4 % of its members would be removed, at most 30 % are allowed',
    ],
    groupRemovalsCount: [
      '1 member would be removed, at most 0 are allowed',
      '33.4 members would be removed, at most 30 are allowed',
    ],
    groupAdditionsCount: [
      '1 member would be added, at most 0 are allowed',
      '33.4 members would be added, at most 30 are allowed',
    ],
    removalsPercent: [
      '1 % of all memberships would be removed, at most 0 % are allowed',
      '33.4 % of all memberships would be removed, at most 30 % are allowed',
    ],
    deletionsPercent: [
      '1 % of all groups would be deleted, at most 0 % are allowed',
      '33.4 % of all groups would be deleted, at most 30 % are allowed',
    ],
    emptySource: [
      'the cloud named no group at all, and 1 removal would follow',
      'the cloud named no group at all, and 33.4 removals would follow',
    ],
  }
  const run = report({ groups: [group({ id: 'a' }), group({ id: 'b', displayName: '' })] })

  for (const rule of guardRules) {
    it(`are there for ${rule}`, () => {
      const [one, many] = said[rule]
      expect(guardText({ rule, actual: 1, limit: 0, group: 'a' }, run)).to.equal(`Sales: ${one}.`)
      expect(guardText({ rule, actual: 33.4, limit: 30 }, run)).to.equal(`The whole run: ${many}.`)
    })
  }

  it('name a group without a name, and one that is not listed, by its id', () => {
    const check = { rule: 'groupRemovalsCount', actual: 2, limit: 1 } as const
    expect(guardText({ ...check, group: 'b' }, run)).to.match(/^b: /)
    expect(guardText({ ...check, group: 'c' }, run)).to.match(/^c: /)
  })
})

describe('a number of things', () => {
  it('is one thing or several', () => {
    expect([0, 1, 2].map((number) => count(number, 'group'))).to.deep.equal([
      '0 groups',
      '1 group',
      '2 groups',
    ])
  })
})
