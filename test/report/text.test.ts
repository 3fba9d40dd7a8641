import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import type { Report } from '../../src/model/report.js'
import { textReport } from '../../src/report/text.js'
import { group, id, report, text } from './fixture.js'
import * as reports from './reports.js'

const cases: Array<[what: string, report: Report, expected: string]> = [
  ['a run in sync', reports.inSync, 'In sync: 3 groups compared, no changes.\n'],
  [
    'a run that applied every kind of change',
    reports.applied,
    text`
      Sales  applied  CN=Sales,OU=Groups,DC=test
        ~ adopt CN=Sales,OU=Groups,DC=test (security group, owner CN=Admins,DC=test, created 2019-05-06, 2 members would be removed)
        + create CN=Sales,OU=Groups,DC=test
        + restore CN=Sales,OU=Groups,DC=test from the deleted objects
        ~ rename CN=Sale,OU=Groups,DC=test to CN=Sales,OU=Groups,DC=test
        ~ move CN=Sales,OU=Old,DC=test to CN=Sales,OU=Groups,DC=test
        ~ description: "All \\"sales\\"" → (none)
        ~ proxyAddresses: (none) → "SMTP:a@test", "smtp:b@test"
        + add Person 1
        + add Person 2
        - remove Person 3
        - delete CN=Old,OU=Groups,DC=test and its 1 membership

      Applied: 1 object adopted, 1 group restored, 1 group created, 1 group updated, 1 group renamed, 1 group moved, 1 group deleted, 2 members added, 1 member removed.
    `,
  ],
  [
    'a plan with many members and some left out',
    reports.pending,
    text`
      00000000-0000-4000-8000-000000000002  pending  CN=Group_2
        - remove Person 1
        - remove Person 2
        - remove Person 3
        - remove Person 4
        - remove Person 5
        - remove Person 6
        - remove Person 7
        - remove Person 8
        - remove Person 9
        - remove Person 10
        - remove 1 more member

      Sales  pending  CN=Sales,OU=Groups,DC=test
        + create CN=Sales,OU=Groups,DC=test
        + add Person 1
        + add Person 2
        + add Person 3
        + add Person 4
        + add Person 5
        + add Person 6
        + add Person 7
        + add Person 8
        + add Person 9
        + add Person 10
        + add 2 more members
        members left out: 1 guest, 2 cloudOnly

      Groups left out: 1 syncedFromAd, 1 deletedInCloud
        00000000-0000-4000-8000-000000000009: deletedInCloud
        From AD: syncedFromAd

      Pending: 1 group to create, 12 members to add, 11 members to remove.
    `,
  ],
  [
    'a run with a withheld group and the hash to approve',
    reports.withheld,
    text`
      Office  applied  CN=Office,OU=Groups,DC=test
        + add Person 1

      Sales  withheld  CN=Sales,OU=Groups,DC=test
        withheld:
          - remove Person 1
          - remove Person 2

      guard: Sales: 66.7 % of its members would lose access within 24 hours, at most 30 % are allowed.
      To approve what is withheld: --approve a1b2c3

      Withheld: 1 group waits for approval; 1 member added.
    `,
  ],
  [
    'a run with groups that wait for proof',
    reports.waiting,
    text`
      Office  pending  CN=Office,OU=Groups,DC=test
        waiting since 2026-01-02T03:00:00.000Z: the membership rule of the dynamic group changed (ruleChanged)

      Sales  pending  CN=Sales,OU=Groups,DC=test
        + add Person 1
        waiting since 2026-01-02T02:00:00.000Z: Graph lists and counts different numbers of members (countDiffers)
          - remove Person 2
        value left out: mail "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": tooLong

      Pending: 2 groups wait for proof of the members; 1 member added.
    `,
  ],
  [
    'a run with failed groups',
    reports.partial,
    text`
      Office  failed  CN=Office
        nameTaken: The name is taken.

      Sales  partial  CN=Sales,OU=Groups,DC=test
        + create CN=Sales,OU=Groups,DC=test
        directoryRefused: The directory refused 1 of the members: no. Look.

      Partial: 2 groups failed; 1 group created.
    `,
  ],
  [
    'a failed run with every problem',
    reports.failed,
    text`
      configInvalid: entra: is missing. Required keys: tenantId, credential.
      configInvalid: directory: is missing.

      Failed: nothing was changed.
    `,
  ],
  [
    'a check that passed',
    reports.ready,
    text`
      ok      Sign-in: Signed in.
      warning Exchange in AD: Not present.

      Ready: all prerequisites for OU=Groups,DC=test are met.
    `,
  ],
  [
    'a check that failed',
    reports.notReady,
    text`
      ok      Sign-in: Signed in.
      failed  State: /state cannot be written.

      stateNotWritable: /state cannot be written. Give the right.

      Not ready: 1 problem.
    `,
  ],
]

describe('textReport', () => {
  for (const [what, run, expected] of cases) {
    it(`renders ${what}`, () => {
      expect(textReport(run)).to.equal(expected)
    })

    it(`renders ${what} in colour with the same text`, () => {
      const coloured = textReport(run, true)
      expect(coloured).to.not.equal(expected)
      expect(stripVTControlCharacters(coloured)).to.equal(expected)
    })
  }

  it('colours statuses, marks, guards and errors, whatever the terminal', () => {
    const bold = (text: string) => `\u001b[1m${text}\u001b[22m`
    const colour = (code: number, text: string) => `\u001b[${code}m${text}\u001b[39m`
    const lines = [reports.applied, reports.withheld, reports.partial, reports.ready].flatMap((run) =>
      textReport(run, true).split('\n'),
    )
    const dim = '\u001b[2mCN=Sales,OU=Groups,DC=test\u001b[22m'
    expect(lines).to.include.members([
      `${bold('Sales')}  ${colour(32, 'applied')}  ${dim}`,
      `  ${colour(32, '+')} add Person 1`,
      `  ${colour(31, '-')} remove Person 3`,
      `  ${colour(33, '~')} rename CN=Sale,OU=Groups,DC=test to CN=Sales,OU=Groups,DC=test`,
      `${bold('Sales')}  ${colour(33, 'withheld')}  ${dim}`,
      `${colour(33, 'guard')}: Sales: 66.7 % of its members would lose access within 24 hours, at most 30 % are allowed.`,
      `${bold('Sales')}  ${colour(31, 'partial')}  ${dim}`,
      `  ${colour(31, 'nameTaken')}: The name is taken.`,
      `${colour(33, 'warning')} ${bold('Exchange in AD')}: Not present.`,
      bold('Partial: 2 groups failed; 1 group created.'),
    ])
  })

  it('names 20 of the groups left out and counts all', () => {
    const lines = textReport(reports.manySkipped).split('\n')
    expect(lines[0]).to.equal('Groups left out: 3 distributionList, 20 syncedFromAd')
    expect(lines.slice(1, 21)).to.deep.equal(
      Array.from(
        { length: 20 },
        (_, index) => `  Group ${index + 1}: ${index < 3 ? 'distributionList' : 'syncedFromAd'}`,
      ),
    )
    expect(lines.slice(21)).to.deep.equal([
      '  and 3 more',
      '',
      'In sync: 23 groups compared, no changes.',
      '',
    ])
    const twenty = reports.manySkipped.skippedGroups.slice(0, 20)
    expect(textReport(report({ skippedGroups: twenty }))).to.not.include('more')
  })

  it('collects the members left out of groups in sync, and marks an approved guard', () => {
    const groupWithSkipped = (number: number, displayName: string, reason: 'guest' | 'device') =>
      group({ id: id(number), displayName, status: 'inSync', skippedMembers: [{ id: id(90), reason }] })
    const tripped = [{ rule: 'groupAdditionsCount', actual: 2, limit: 1, group: id(1) } as const]
    const groups = [
      groupWithSkipped(1, 'Sales 10', 'guest'),
      groupWithSkipped(2, 'Sales 9', 'device'),
      groupWithSkipped(3, '', 'guest'),
    ]
    expect(textReport(report({ groups, guard: { checks: [], tripped } }, { groups: 3 }))).to.equal(text`
      Members left out of groups in sync: 2 guest, 1 device
        00000000-0000-4000-8000-000000000003: 1 guest
        Sales 9: 1 device
        Sales 10: 1 guest

      guard, approved: Sales 10: 2 members would be added, at most 1 are allowed.

      In sync: 3 groups compared, no changes.
    `)
    const many = Array.from({ length: 23 }, (_, number) => groupWithSkipped(number, `G${number}`, 'guest'))
    expect(textReport(report({ groups: many }))).to.include('\n  and 3 more groups\n')
    const few = [...many.slice(0, 20), group({ displayName: 'Quiet' })]
    expect(textReport(report({ groups: few }))).to.not.match(/more|Quiet/)
  })

  it('does not mention an approval if no change is withheld', () => {
    const guard = { checks: [], tripped: [{ rule: 'emptySource', actual: 0, limit: 0 } as const] }
    expect(textReport(report({ guard }))).to.not.include('--approve')
  })
})
