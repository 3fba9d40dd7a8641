import { expect } from 'chai'
import type { Report } from '../../src/model/report.js'
import { markdownReport } from '../../src/report/markdown.js'
import { group, report, text } from './fixture.js'
import * as reports from './reports.js'

/** Backquotes are written as ´ here. */
const cases: Array<[what: string, report: Report, expected: string]> = [
  [
    'a run in sync',
    reports.inSync,
    text`
      # group-writeback sync

      **In sync: 3 groups compared, no changes.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z · plan ´a1b2c3´
    `,
  ],
  [
    'a run that applied every kind of change',
    reports.applied,
    text`
      # group-writeback sync

      **Applied: 1 object adopted, 1 group restored, 1 group created, 1 group updated, 1 group renamed, 1 group moved, 1 group deleted, 2 members added, 1 member removed.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z · plan ´a1b2c3´

      ## Sales — applied

      - CN=Sales,OU=Groups,DC=test
      - ´~´ adopt CN=Sales,OU=Groups,DC=test \\(security group, owner CN=Admins,DC=test, created 2019-05-06, 2 members would be removed\\)
      - ´+´ create CN=Sales,OU=Groups,DC=test
      - ´+´ restore CN=Sales,OU=Groups,DC=test from the deleted objects
      - ´~´ rename CN=Sale,OU=Groups,DC=test to CN=Sales,OU=Groups,DC=test
      - ´~´ move CN=Sales,OU=Old,DC=test to CN=Sales,OU=Groups,DC=test
      - ´~´ description: "All \\\\"sales\\\\"" → \\(none\\)
      - ´~´ proxyAddresses: \\(none\\) → "SMTP:a@test", "smtp:b@test"
      - ´+´ add Person 1
      - ´+´ add Person 2
      - ´-´ remove Person 3
      - ´-´ delete CN=Old,OU=Groups,DC=test and its 1 membership
    `,
  ],
  [
    'a run with a withheld group and the hash to approve',
    reports.withheld,
    text`
      # group-writeback sync

      **Withheld: 1 group waits for approval; 1 member added.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z · plan ´a1b2c3´

      ## Guard

      - Sales: 66.7 % of its members would lose access within 24 hours, at most 30 % are allowed.
      - To approve what is withheld: ´--approve a1b2c3´

      ## Sales — withheld

      - CN=Sales,OU=Groups,DC=test
      - withheld: ´-´ remove Person 1
      - withheld: ´-´ remove Person 2

      ## Office — applied

      - CN=Office,OU=Groups,DC=test
      - ´+´ add Person 1
    `,
  ],
  [
    'a run with groups that wait for proof',
    reports.waiting,
    text`
      # group-writeback sync

      **Pending: 2 groups wait for proof of the members; 1 member added.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z · plan ´a1b2c3´

      ## Sales — pending

      - CN=Sales,OU=Groups,DC=test
      - ´+´ add Person 1
      - waiting since 2026-01-02T02:00:00.000Z: Graph lists and counts different numbers of members \\(countDiffers\\)
      - waiting: ´-´ remove Person 2
      - value left out: mail "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…": tooLong

      ## Office — pending

      - CN=Office,OU=Groups,DC=test
      - waiting since 2026-01-02T03:00:00.000Z: the membership rule of the dynamic group changed \\(ruleChanged\\)
    `,
  ],
  [
    'a run with failed groups',
    reports.partial,
    text`
      # group-writeback sync

      **Partial: 2 groups failed; 1 group created.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z · plan ´a1b2c3´

      ## Sales — partial

      - CN=Sales,OU=Groups,DC=test
      - ´+´ create CN=Sales,OU=Groups,DC=test
      - ´directoryRefused´ The directory refused 1 of the members: no. Look.

      ## Office — failed

      - CN=Office
      - ´nameTaken´ The name is taken.
    `,
  ],
  [
    'a run that failed before it read anything, with every problem',
    reports.failed,
    text`
      # group-writeback sync

      **Failed: nothing was changed.**

      2026-01-02T03:04:05.678Z

      ## Problems

      - ´configInvalid´ entra: is missing. Required keys: tenantId, credential.
      - ´configInvalid´ directory: is missing.
    `,
  ],
  [
    'a check that passed',
    reports.ready,
    text`
      # group-writeback check

      **Ready: all prerequisites for OU=Groups,DC=test are met.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z

      ## Preflight

      - **ok** Sign-in: Signed in.
      - **warning** Exchange in AD: Not present.
    `,
  ],
  [
    'a check that failed',
    reports.notReady,
    text`
      # group-writeback check

      **Not ready: 1 problem.**

      OU=Groups,DC=test · 2026-01-02T03:04:05.678Z

      ## Preflight

      - **ok** Sign-in: Signed in.
      - **failed** State: /state cannot be written.

      ## Problems

      - ´stateNotWritable´ /state cannot be written. Give the right.
    `,
  ],
]

const sectionOf = (markdown: string, title: string) =>
  markdown
    .split('\n\n')
    .slice(markdown.split('\n\n').indexOf(`## ${title}`))[1]
    ?.split('\n')

describe('markdownReport', () => {
  for (const [what, run, expected] of cases) {
    it(`renders ${what}`, () => {
      expect(markdownReport(run)).to.equal(expected.replaceAll('´', '`'))
    })
  }

  it('names 10 members of a plan, counts the others and lists the reasons of those left out', () => {
    const markdown = markdownReport(reports.pending)
    expect(markdown).to.match(/^# group-writeback plan\n/)
    const lines = sectionOf(markdown, 'Sales — pending')
    expect(lines?.slice(-3)).to.deep.equal([
      '- `+` add Person 10',
      '- `+` add 2 more members',
      '- members left out: 1 guest, 2 cloudOnly',
    ])
    expect(sectionOf(markdown, '00000000-0000-4000-8000-000000000002 — pending')).to.have.lengthOf(12)
    expect(sectionOf(markdown, 'Groups left out')).to.deep.equal([
      '- From AD: `syncedFromAd`',
      '- 00000000-0000-4000-8000-000000000009: `deletedInCloud`',
      '',
    ])
  })

  it('names 20 of the groups left out and counts all', () => {
    const lines = sectionOf(markdownReport(reports.manySkipped), 'Groups left out')
    expect(lines).to.have.lengthOf(22)
    expect(lines?.slice(19)).to.deep.equal([
      '- Group 20: `syncedFromAd`',
      '- and 3 more (in all: 3 distributionList, 20 syncedFromAd)',
      '',
    ])
    const twenty = reports.manySkipped.skippedGroups.slice(0, 20)
    expect(markdownReport(report({ skippedGroups: twenty }))).to.not.include('more')
  })

  it('mentions the dry run of a command that writes', () => {
    expect(markdownReport(report({ command: 'disable', dryRun: true }))).to.match(
      /^# group-writeback disable \(dry run\)\n/,
    )
  })

  const names: Array<[name: string, written: string]> = [
    ['1. First', '1\\. First'],
    ['1) First', '1\\) First'],
    ['- dash', '\\- dash'],
    ['  + plus', '\\+ plus'],
    ['=====', '\\====='],
    ['    code', 'code'],
    ['2026-01', '2026-01'],
    ['[x](http://a)', '\\[x\\]\\(http://a\\)'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['a|b`c`', 'a\\|b\\`c\\`'],
    ['**a** _b_ ~c~ $d$', '\\*\\*a\\*\\* \\_b\\_ \\~c\\~ \\$d\\$'],
    ['a\nb\r\u202e', 'a b\\\\u\\{d\\}\\\\u\\{202e\\}'],
  ]
  for (const [name, written] of names) {
    it(`escapes the name ${JSON.stringify(name)}`, () => {
      const skippedGroups = [{ id: 'x', displayName: name, reason: 'disabled' as const }]
      const markdown = markdownReport(report({ skippedGroups, groups: [group({ displayName: name })] }))
      expect(sectionOf(markdown, 'Groups left out')?.[0]).to.equal(`- ${written}: \`disabled\``)
      expect(markdown.split('\n')).to.include(`## ${written} — inSync`)
    })
  }
})
