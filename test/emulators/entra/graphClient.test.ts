/** Microsoft's Graph client and credential, in a process that trusts the emulator, as in an application. */
import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import * as faults from '../../../src/emulators/entra/faultKinds.js'

const run = promisify(execFile)
const project = fileURLToPath(new URL('../../..', import.meta.url))

/** `CALLS` is replaced; the calls can use `client` and `PageIterator`, and `result` is printed. */
const program = `
import { ClientSecretCredential } from '@azure/identity'
import { Client, PageIterator, GraphError } from '@microsoft/microsoft-graph-client'
import { TokenCredentialAuthenticationProvider } from '@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js'
const { origin, tenantId, clientId, secret } = JSON.parse(process.env.EMULATOR)
const credential = new ClientSecretCredential(tenantId, clientId, secret, {
  authorityHost: origin, disableInstanceDiscovery: true,
})
const authProvider = new TokenCredentialAuthenticationProvider(credential, { scopes: [origin + '/.default'] })
const client = Client.initWithMiddleware({ authProvider, baseUrl: origin + '/', customHosts: new Set(['localhost']) })
let result
CALLS
console.log(JSON.stringify(result))
`

describe("the emulated Entra: Microsoft's own client", () => {
  let entra: Entra
  let folder: string
  before(async () => {
    entra = await startEntra({
      seed: 'client',
      apps: [{ secret: 's', permissions: ['Group.ReadWrite.All', 'User.Read.All'] }],
    })
    folder = await mkdtemp(join(tmpdir(), 'emulated-entra-'))
    await writeFile(join(folder, 'ca.pem'), entra.caPem)
    const members = Array.from({ length: 30 }, (_, index) =>
      entra.tenant.addUser({ displayName: `User ${index}` }),
    )
    entra.tenant.addGroup({ displayName: "R&D's", members })
  })
  after(async () => {
    await entra.close()
    await rm(folder, { recursive: true })
  })
  afterEach(() => {
    entra.faults.clear()
    delete entra.paging.pageSize
    delete entra.paging.emptyPages
  })

  async function inClient(calls: string): Promise<unknown> {
    const { authorityHost: origin, tenantId, app } = entra
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', program.replace('CALLS', () => calls)],
      {
        cwd: project,
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
          EMULATOR: JSON.stringify({ origin, tenantId, clientId: app.clientId, secret: app.secret }),
        },
      },
    )
    return JSON.parse(stdout)
  }

  it('signs in, filters, follows pages and empty pages, and patches', async () => {
    entra.paging.pageSize = 7
    entra.paging.emptyPages = true
    const result = await inClient(`
      const found = await client.api('/groups').filter(encodeURIComponent("displayName eq 'R&D''s'")).get()
      const { id } = found.value[0]
      const names = []
      const first = await client.api('/groups/' + id + '/members').select('displayName').top(999).get()
      await new PageIterator(client, first, (member) => { names.push(member.displayName); return true }).iterate()
      const body = { writebackConfiguration: { isEnabled: true } }
      await client.api('/groups/' + id).version('beta').patch(body)
      const { writebackConfiguration } = await client.api('/groups/' + id).version('beta').get()
      result = { names, writebackConfiguration }
    `)
    expect(result).to.deep.equal({
      names: Array.from({ length: 30 }, (_, index) => `User ${index}`),
      writebackConfiguration: { isEnabled: true, onPremisesGroupType: null },
    })
    expect(entra.log.count(({ url }) => url.includes('members'))).to.equal(9)
    expect(entra.log.count(({ area }) => area === 'authority')).to.equal(2)
  })

  it('retries throttled requests and reports errors', async () => {
    entra.faults.next({ respond: faults.throttled(0.05) })
    const result = await inClient(`
      const { value } = await client.api('/groups').select('id').get()
      const error = await client.api('/groups/' + value[0].id.replace(/^./, '0')).get().catch((thrown) => thrown)
      result = { groups: value.length, status: error.statusCode, code: error.code, known: error instanceof GraphError }
    `)
    expect(result).to.deep.equal({ groups: 1, status: 404, code: 'Request_ResourceNotFound', known: true })
  })

  it('posts a batch as plain JSON', async () => {
    const result = await inClient(`
      const requests = ['1', '2'].map((id) => ({ id, method: 'GET', url: '/groups?$select=displayName' }))
      const { responses } = await client.api('/$batch').post({ requests })
      result = responses.map(({ id, status }) => id + ' ' + status).sort()
    `)
    expect(result).to.deep.equal(['1 200', '2 200'])
  })
})
