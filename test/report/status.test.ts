import { expect } from 'chai'
import { statusMarkdown, statusText } from '../../src/report/status.js'
import { status, text } from './fixture.js'

describe('the status', () => {
  it('of a container nobody has used yet', () => {
    expect(statusText(status())).to.equal(text`
      OU=Groups,DC=test: neither enabled nor disabled yet
      No run has ended yet.
      0 groups enabled one by one, 0 disabled by name
    `)
  })

  it('has everything that is remembered', () => {
    const full = status({
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
          problem: { code: 'nameTaken', message: 'The name is taken.', wayOut: 'Rename it.' },
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
    expect(statusText(full)).to.equal(text`
      OU=Groups,DC=test: enabled
      Last run: sync r1, 2026-01-02T00:00:00.000Z: partial
      Running: enable r2, process 42 on host1, since 2026-01-02T01:00:00.000Z
      2 groups enabled one by one, 1 disabled by name
        id-1
        id-2  universalSecurityGroup  OU=Sales,OU=Groups,DC=test
        id-3  disabled
      Failing: Sales since 2026-01-01T00:00:00.000Z, tried 1 time, again after 2026-01-03T00:00:00.000Z: nameTaken: The name is taken. Rename it.
      Failing: id-5 since 2026-01-01T00:00:00.000Z, tried 3 times, again after 2026-01-04T00:00:00.000Z: directoryRefused: No.
    `)
  })

  it('is as complete in Markdown, with what came from outside escaped', () => {
    const disabled = ['id_1*']
    expect(statusMarkdown(status({ enabled: true, selected: { a: {} }, disabled }))).to.equal(text`
      # group-writeback status

      **OU=Groups,DC=test: enabled**

      - No run has ended yet.
      - 1 group enabled one by one, 1 disabled by name
      - a
      - id\\_1\\*  disabled
    `)
  })

  it('of a container that was disabled', () => {
    const [first, , last] = statusText(status({ enabled: false, selected: { a: {} } })).split('\n')
    expect(first).to.equal('OU=Groups,DC=test: disabled')
    expect(last).to.equal('1 group enabled one by one, 0 disabled by name')
  })
})
