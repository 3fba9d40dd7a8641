import { expect } from 'chai'
import { syncGroups } from '../src/index.js'

const variable = 'NODE_TLS_REJECT_UNAUTHORIZED'

describe('a process that was told not to verify certificates', () => {
  const before = process.env[variable]
  afterEach(() => {
    if (before === undefined) delete process.env[variable]
    else process.env[variable] = before
  })

  it('runs nothing, before anything is opened', async () => {
    process.env[variable] = '0'
    const report = await syncGroups('./no-such-folder/group-writeback.json')
    expect(report).to.deep.include({ status: 'failed', exitCode: 5, groups: [] })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['tlsNotVerified'])
  })

  it('runs where it is told to verify them', async () => {
    process.env[variable] = '1'
    const { problems } = await syncGroups('./no-such-folder/group-writeback.json')
    expect(problems.map(({ code }) => code)).to.deep.equal(['configNotFound'])
  })
})
