import { expect } from 'chai'
import { syncGroups } from '../src/index.js'

const variable = 'NODE_TLS_REJECT_UNAUTHORIZED'

describe('a run with NODE_TLS_REJECT_UNAUTHORIZED', () => {
  const before = process.env[variable]
  afterEach(() => {
    if (before === undefined) delete process.env[variable]
    else process.env[variable] = before
  })

  it('=0 fails with tlsNotVerified before it reads the configuration', async () => {
    process.env[variable] = '0'
    const report = await syncGroups('./no-such-folder/group-writeback.json')
    expect(report).to.deep.include({ status: 'failed', exitCode: 5, groups: [] })
    expect(report.problems.map(({ code }) => code)).to.deep.equal(['tlsNotVerified'])
  })

  it('=1 runs', async () => {
    process.env[variable] = '1'
    const { problems } = await syncGroups('./no-such-folder/group-writeback.json')
    expect(problems.map(({ code }) => code)).to.deep.equal(['configNotFound'])
  })
})
