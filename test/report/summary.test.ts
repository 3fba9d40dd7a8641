import { expect } from 'chai'
import type { RunStatus } from '../../src/exitCodes.js'
import type { Report, Totals } from '../../src/model/report.js'
import { summaryText } from '../../src/report/summary.js'
import { report, totals } from './fixture.js'

describe('summaryText', () => {
  const target = 'OU=Groups,DC=test'
  const cases: Array<[run: Partial<Omit<Report, 'totals'>>, totals: Partial<Totals>, summary: string]> = [
    [{ status: 'inSync' }, { groups: 1 }, 'In sync: 1 group compared, no changes.'],
    [{ status: 'inSync' }, { skippedGroups: 1 }, 'In sync: 0 groups compared, no changes.'],
    [
      { status: 'inSync' },
      {},
      'In sync: no group is in scope. Enable some, or choose another scope (scope.groups).',
    ],
    [
      { status: 'inSync', command: 'plan', dryRun: true },
      { groups: 2 },
      'In sync: 2 groups compared, no changes.',
    ],
    [
      { status: 'inSync', command: 'check', dryRun: true },
      {},
      `Ready: all prerequisites for ${target} are met.`,
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
    [
      { status: 'pending', dryRun: true },
      { adopted: 1, restored: 2 },
      'Pending: 1 object to adopt, 2 groups to restore.',
    ],
    [{ status: 'applied' }, { adopted: 2, restored: 1 }, 'Applied: 2 objects adopted, 1 group restored.'],
    [{ status: 'pending' }, { waiting: 1 }, 'Pending: 1 group waits for proof of the members.'],
    [
      { status: 'pending', dryRun: true },
      { waiting: 2, membersAdded: 1 },
      'Pending: 2 groups wait for proof of the members; 1 member to add.',
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
    it(`returns "${expected}" for ${run.command ?? 'sync'}${run.dryRun ? ' (dry run)' : ''}`, () => {
      expect(summaryText(report(run, totals))).to.equal(expected)
    })
  }

  it('is tested for every status', () => {
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

  it('mentions every total above zero, in a plan and after a run', () => {
    const counted: Array<keyof Totals> = [
      ...(['adopted', 'restored', 'created', 'updated', 'renamed', 'moved', 'deleted'] as const),
      ...(['membersAdded', 'membersRemoved'] as const),
    ]
    const summaries = new Set<string>()
    for (const key of counted) {
      for (const dryRun of [false, true]) {
        const summary = summaryText(report({ status: 'applied', dryRun }, { [key]: 7 }))
        expect(summary).to.match(/^Applied: 7 \w+ (to )?[a-z]+( over)?\.$/)
        summaries.add(summary)
      }
    }
    expect(summaries.size).to.equal(2 * counted.length)
    const others = ['groups', 'withheld', 'waiting', 'failed', 'skippedGroups', 'skippedMembers']
    expect([...counted, ...others].sort()).to.deep.equal(Object.keys(totals({})).sort())
  })
})
