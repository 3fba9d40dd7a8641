import { expect } from 'chai'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signIn } from '../../emulators/entra/support/client.js'
import { newId } from '../../contract/sourceFixture.js'
import { readInNewProcess } from '../newProcess.js'
import type { Outcome } from '../signInOnce.js'
import { startEntraFixture, type EntraFixture } from '../fixture.js'

const header = 'a header that proves the origin of the request'

describe('the sign-in as a managed identity', () => {
  let fixture: EntraFixture
  let endpoint: Server
  let received: Array<Pick<IncomingMessage, 'url' | 'headers'>>
  let tokenResponse: { status: number; body: unknown }
  before(async () => {
    fixture = await startEntraFixture()
    endpoint = createServer(({ url, headers }, response) => {
      received.push({ url, headers })
      response
        .writeHead(tokenResponse.status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(tokenResponse.body))
    })
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve))
  })
  after(async () => {
    await new Promise((resolve) => endpoint.close(resolve))
    await fixture.close()
  })
  beforeEach(async () => {
    received = []
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600)
    const token = { access_token: await signIn(fixture.entra), expires_on, token_type: 'Bearer' }
    tokenResponse = { status: 200, body: { ...token, resource: fixture.entra.graphUrl } }
  })

  /** Reads all groups in a new process. */
  async function read(env: Record<string, string> = {}, clientId?: string): Promise<Outcome> {
    const credential = { type: 'managedIdentity', ...(clientId !== undefined && { clientId }) } as const
    const { port } = endpoint.address() as AddressInfo
    const identity = { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: header }
    return readInNewProcess({ ...fixture.config, credential }, { ...identity, ...env })
  }
  const query = () => new URL(received[0]?.url ?? '', 'http://127.0.0.1').searchParams

  it('requests a token for Graph and the configured identity from the local endpoint, without a proxy', async () => {
    const nowhere = 'http://127.0.0.1:9'
    const clientId = newId()
    const outcome = await read({ HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, NO_PROXY: 'localhost' }, clientId)
    expect(outcome).to.deep.equal({ groups: 0 })
    expect(received).to.have.length(1)
    expect(received[0]?.headers['x-identity-header']).to.equal(header)
    expect(query().get('resource')).to.equal(fixture.entra.graphUrl)
    expect(query().get('client_id')).to.equal(clientId)
  })

  it('fails with the status of the local endpoint', async () => {
    tokenResponse = { status: 400, body: { error: 'invalid_request', error_description: 'No identity.' } }
    const { code, message, everything } = await read()
    expect(query().has('client_id')).to.equal(false)
    expect(code).to.equal('signInFailed')
    expect(message).to.equal(
      `Signing in as managedIdentity for ${fixture.entra.tenantId} failed: the response is not a token (status 400). Run on an Azure machine that has a managed identity, and check entra.credential.clientId.`,
    )
    expect(everything?.includes(header)).to.equal(false)
  })

  it('fails with graphUnreachable if the local endpoint cannot be reached', async () => {
    const { code, message, everything } = await read({ IDENTITY_ENDPOINT: 'http://127.0.0.1:9/msi/token' })
    expect(code).to.equal('graphUnreachable')
    expect(message).to.match(
      /as managedIdentity .* cannot be reached \(.*ECONNREFUSED.*\)\. Run on an Azure machine/,
    )
    expect(everything?.includes(header)).to.equal(false)
  })
})
