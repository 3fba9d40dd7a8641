import { expect } from 'chai'
import {
  disableWriteback,
  enableWriteback,
  planWriteback,
  syncGroup,
  syncGroups,
  type Report,
} from '../src/index.js'

/** No configuration at all: who comes as far as reading it has let the options pass. */
const nowhere = './no-such-folder/group-writeback.json'
const codes = async (report: Promise<Report>) => (await report).problems.map(({ code }) => code)

describe('the public functions', () => {
  it('refuse options that are not what they seem, before anything is opened', async () => {
    const wrong = (options: object) => options
    expect(await codes(disableWriteback(nowhere, wrong({ objects: 'purge' })))).to.deep.equal(['usage'])
    expect(await codes(disableWriteback(nowhere, wrong({ groups: null })))).to.deep.equal(['usage'])
    expect(await codes(enableWriteback(nowhere, wrong({ groups: 'Sales' })))).to.deep.equal(['usage'])
    expect(await codes(syncGroups(nowhere, wrong({ dryrun: true })))).to.deep.equal(['usage'])
    expect(await codes(planWriteback(nowhere, wrong({ groups: [''] })))).to.deep.equal(['usage'])
    expect((await syncGroups(nowhere, wrong({ dryRun: 'yes' }))).exitCode).to.equal(5)
  })

  it('never take a group that is undefined for all groups', async () => {
    const undefinedGroup = undefined as unknown as string
    expect(await codes(syncGroup(nowhere, undefinedGroup))).to.deep.equal(['usage'])
    expect(await codes(syncGroup(nowhere, ''))).to.deep.equal(['usage'])
    expect(await codes(syncGroup(nowhere, 'Sales'))).to.deep.equal(['configNotFound'])
    expect(await codes(syncGroup(nowhere, ['Sales']))).to.deep.equal(['configNotFound'])
  })
})
