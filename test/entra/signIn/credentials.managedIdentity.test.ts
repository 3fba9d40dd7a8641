import { expect } from 'chai'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { signIn } from '../../emulators/entra/support/client.js'
import { newId } from '../../contract/sourceFixture.js'
import { readInOwnProcess } from '../ownProcess.js'
import type { Outcome } from '../signInOnce.js'
import { startPlace, type Place } from '../support.js'

const header = 'a header that proves where the request comes from'

describe('signing in as a managed identity', () => {
  let place: Place
  let machine: Server
  let asked: Array<Pick<IncomingMessage, 'url' | 'headers'>>
  let answer: { status: number; body: unknown }
  before(async () => {
    place = await startPlace()
    machine = createServer(({ url, headers }, response) => {
      asked.push({ url, headers })
      response
        .writeHead(answer.status, { 'Content-Type': 'application/json' })
        .end(JSON.stringify(answer.body))
    })
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve))
  })
  after(async () => {
    await new Promise((resolve) => machine.close(resolve))
    await place.close()
  })
  beforeEach(async () => {
    asked = []
    const expires_on = String(Math.floor(Date.now() / 1000) + 3600)
    const token = { access_token: await signIn(place.entra), expires_on, token_type: 'Bearer' }
    answer = { status: 200, body: { ...token, resource: place.entra.graphUrl } }
  })

  /** Reads all groups in a process of its own. */
  async function read(env: Record<string, string> = {}, clientId?: string): Promise<Outcome> {
    const credential = { type: 'managedIdentity', ...(clientId !== undefined && { clientId }) } as const
    const { port } = machine.address() as AddressInfo
    const identity = { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: header }
    return readInOwnProcess({ ...place.config, credential }, { ...identity, ...env })
  }
  const query = () => new URL(asked[0]?.url ?? '', 'http://127.0.0.1').searchParams

  it('asks the machine for a token for Graph as the identity that is named, and no proxy about it', async () => {
    const nowhere = 'http://127.0.0.1:9'
    const clientId = newId()
    const outcome = await read({ HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, NO_PROXY: 'localhost' }, clientId)
    expect(outcome).to.deep.equal({ groups: 0 })
    expect(asked).to.have.length(1)
    expect(asked[0]?.headers['x-identity-header']).to.equal(header)
    expect(query().get('resource')).to.equal(place.entra.graphUrl)
    expect(query().get('client_id')).to.equal(clientId)
  })

  it('says what the machine answered', async () => {
    answer = { status: 400, body: { error: 'invalid_request', error_description: 'No identity.' } }
    const { code, message, everything } = await read()
    expect(query().has('client_id')).to.equal(false)
    expect(code).to.equal('signInFailed')
    expect(message).to.equal(
      `Signing in as managedIdentity for ${place.entra.tenantId} failed: the answer was 400, not a token. Use it on an Azure machine with a managed identity, and check entra.credential.clientId.`,
    )
    expect(everything?.includes(header)).to.equal(false)
  })

  it('says that the machine does not answer', async () => {
    const { code, message, everything } = await read({ IDENTITY_ENDPOINT: 'http://127.0.0.1:9/msi/token' })
    expect(code).to.equal('graphUnreachable')
    expect(message).to.match(
      /as managedIdentity .* cannot be reached \(.*ECONNREFUSED.*\)\. Use it on an Azure/,
    )
    expect(everything?.includes(header)).to.equal(false)
  })
})
