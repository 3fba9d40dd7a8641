import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  disableWriteback,
  enableWriteback,
  getStatus,
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

describe('what is remembered', () => {
  let folder: string
  before(() => (folder = mkdtempSync(join(tmpdir(), 'group-writeback-status-'))))
  after(() => rmSync(folder, { recursive: true }))
  const config = () => ({
    entra: {
      tenantId: 'contoso.com',
      credential: {
        type: 'certificate' as const,
        clientId: '0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6',
        certificatePath: join(folder, 'moved-away.pem'),
      },
    },
    directory: {
      urls: ['ldaps://dc1.test'],
      bind: { dn: 'CN=a,DC=test', password: { env: 'NOT_SET' } },
      container: 'OU=Groups,DC=test',
    },
    state: { directory: join(folder, 'state') },
  })

  it('is told without what a connection needs', async () => {
    expect(await getStatus(config())).to.deep.include({ heldAccess: [], problems: [] })
    expect(await codes(syncGroups(config()))).to.deep.equal(['configInvalid'])
  })

  it('is told with the files that are damaged', async () => {
    mkdirSync(join(folder, 'state'))
    writeFileSync(join(folder, 'state', 'held-access.json'), '{"broken')
    const { problems } = await getStatus(config())
    expect(problems.map(({ code }) => code)).to.deep.equal(['stateDiscarded'])
  })
})
