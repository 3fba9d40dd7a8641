import { expect } from 'chai'
import { statusMarkdown, statusText } from '../../src/report/status.js'
import { status, text } from './fixture.js'

describe('statusText and statusMarkdown', () => {
  it('render an empty state', () => {
    expect(statusText(status())).to.equal(text`
      OU=Groups,DC=test: neither enabled nor disabled yet
      No run has completed yet.
      0 groups enabled one by one, 0 disabled by name
    `)
  })

  it('render every part of the state', () => {
    const full = status({
      heldAccess: [
        {
          id: 'id-6',
          displayName: 'Admins',
          dn: 'CN=Admins,OU=Groups,DC=test',
          heldBy: ['groupEmptied', 'countDiffers'],
          members: [
            { guid: '1', name: 'Bob', since: '2026-01-02T00:00:00.000Z' },
            { guid: '2', name: 'Ann', since: '2026-01-01T00:00:00.000Z' },
          ],
        },
        {
          id: 'id-7',
          displayName: '',
          dn: 'CN=x',
          heldBy: ['primaryGroupMember'],
          members: [{ guid: '3', name: 'Cy', since: '2026-01-03T00:00:00.000Z' }],
        },
      ],
      enabled: true,
      selected: {
        'id-1': {},
        'id-2': { as: 'universalSecurityGroup', container: 'OU=Sales,OU=Groups,DC=test' },
      },
      disabled: ['id-3'],
      troubles: [
        {
          id: 'id-4',
          displayName: 'Sales',
          problem: { code: 'nameTaken', message: 'The name is taken.', hint: 'Rename it.' },
          since: '2026-01-01T00:00:00.000Z',
          attempts: 1,
          nextTry: '2026-01-03T00:00:00.000Z',
        },
        {
          id: 'id-5',
          displayName: '',
          problem: { code: 'directoryRefused', message: 'No.' },
          since: '2026-01-01T00:00:00.000Z',
          attempts: 3,
          nextTry: '2026-01-04T00:00:00.000Z',
        },
      ],
      lastRun: {
        runId: 'r1',
        command: 'sync',
        startedAt: '2026-01-02T00:00:00.000Z',
        status: 'partial',
        planHash: 'h',
      },
      lease: { runId: 'r2', command: 'enable', host: 'host1', pid: 42, since: '2026-01-02T01:00:00.000Z' },
    })
    expect(statusText(full, new Date('2026-01-04T12:00:00.000Z'))).to.equal(text`
      OU=Groups,DC=test: enabled
      Still has access: 2 members of Admins (CN=Admins,OU=Groups,DC=test) since 2026-01-01T00:00:00.000Z (4 days), because of groupEmptied, countDiffers
        Ann
        Bob since 2026-01-02T00:00:00.000Z (3 days)
      Still has access: 1 member of id-7 (CN=x) since 2026-01-03T00:00:00.000Z (2 days), because of primaryGroupMember
        Cy
      Last run: sync r1, 2026-01-02T00:00:00.000Z: partial
      Running: enable r2, process 42 on host1, since 2026-01-02T01:00:00.000Z
      2 groups enabled one by one, 1 disabled by name
        id-1
        id-2  universalSecurityGroup  OU=Sales,OU=Groups,DC=test
        id-3  disabled
      Failing: Sales since 2026-01-01T00:00:00.000Z, 1 attempt, next retry after 2026-01-03T00:00:00.000Z: nameTaken: The name is taken. Rename it.
      Failing: id-5 since 2026-01-01T00:00:00.000Z, 3 attempts, next retry after 2026-01-04T00:00:00.000Z: directoryRefused: No.
    `)
  })

  it('escape untrusted text in Markdown', () => {
    const disabled = ['id_1*']
    expect(statusMarkdown(status({ enabled: true, selected: { a: {} }, disabled }))).to.equal(text`
      # group-writeback status

      **OU=Groups,DC=test: enabled**

      - No run has completed yet.
      - 1 group enabled one by one, 1 disabled by name
      - a
      - id\\_1\\*  disabled
    `)
  })

  for (const number of [10, 12]) {
    it(`name the 10 of ${number} members who still have access for the longest time`, () => {
      const members = Array.from({ length: number }, (_, index) => ({
        guid: String(index),
        name: `Person ${index}`,
        since: new Date(Date.UTC(2026, 0, 31 - index)).toISOString(),
      }))
      const held = { id: 'a', displayName: 'A', dn: 'CN=a', heldBy: ['lossesCount'], members }
      const lines = statusText(status({ heldAccess: [held] }))
        .split('\n')
        .slice(2)
      const longest = Array.from({ length: 10 }, (_, index) => `  Person ${number - 1 - index}`)
      expect(lines.slice(0, 10).map((line) => line.replace(/ since .*/, ''))).to.deep.equal(longest)
      expect(lines[10]).to.equal(number === 10 ? 'No run has completed yet.' : '  and 2 more members')
    })
  }

  it('list members who still have access in Markdown too', () => {
    const members = [{ guid: '1', name: 'A*n', since: '2026-01-01T00:00:00.000Z' }]
    const held = { id: 'a', displayName: 'A', dn: 'CN=a', heldBy: ['groupEmptied'], members }
    expect(
      statusMarkdown(status({ heldAccess: [held] }), new Date('2026-01-01T06:00:00.000Z'))
        .split('\n')
        .slice(4, 6),
    ).to.deep.equal([
      '- Still has access: 1 member of A \\(CN=a\\) since 2026-01-01T00:00:00.000Z \\(6 hours\\), because of groupEmptied',
      '- A\\*n',
    ])
  })

  it('render a disabled container', () => {
    const [first, , last] = statusText(status({ enabled: false, selected: { a: {} } })).split('\n')
    expect(first).to.equal('OU=Groups,DC=test: disabled')
    expect(last).to.equal('1 group enabled one by one, 0 disabled by name')
  })
})
