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

/** A missing configuration: the error `configNotFound` proves that the options were accepted. */
const nowhere = './no-such-folder/group-writeback.json'
const codes = async (report: Promise<Report>) => (await report).problems.map(({ code }) => code)

describe('the public functions', () => {
  it('reject invalid options before they read the configuration', async () => {
    const untyped = (options: object) => options
    expect(await codes(disableWriteback(nowhere, untyped({ objects: 'purge' })))).to.deep.equal(['usage'])
    expect(await codes(disableWriteback(nowhere, untyped({ groups: null })))).to.deep.equal(['usage'])
    expect(await codes(enableWriteback(nowhere, untyped({ groups: 'Sales' })))).to.deep.equal(['usage'])
    expect(await codes(syncGroups(nowhere, untyped({ dryrun: true })))).to.deep.equal(['usage'])
    expect(await codes(planWriteback(nowhere, untyped({ groups: [''] })))).to.deep.equal(['usage'])
    expect((await syncGroups(nowhere, untyped({ dryRun: 'yes' }))).exitCode).to.equal(5)
  })

  it('reject an undefined or empty group instead of syncing all groups', async () => {
    const undefinedGroup = undefined as unknown as string
    expect(await codes(syncGroup(nowhere, undefinedGroup))).to.deep.equal(['usage'])
    expect(await codes(syncGroup(nowhere, ''))).to.deep.equal(['usage'])
    expect(await codes(syncGroup(nowhere, 'Sales'))).to.deep.equal(['configNotFound'])
    expect(await codes(syncGroup(nowhere, ['Sales']))).to.deep.equal(['configNotFound'])
  })
})

describe('getStatus', () => {
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

  it('needs neither the certificate nor the password of a connection', async () => {
    expect(await getStatus(config())).to.deep.include({ heldAccess: [], problems: [] })
    expect(await codes(syncGroups(config()))).to.deep.equal(['configInvalid'])
  })

  it('reports damaged state files as stateDiscarded', async () => {
    mkdirSync(join(folder, 'state'))
    writeFileSync(join(folder, 'state', 'held-access.json'), '{"broken')
    const { problems } = await getStatus(config())
    expect(problems.map(({ code }) => code)).to.deep.equal(['stateDiscarded'])
  })
})
