import { expect } from 'chai'
import type { WritebackError } from '../../../src/errors.js'
import type { EntraConfig } from '../../../src/config/types.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newId } from '../../contract/sourceFixture.js'
import { failureOf, graphLog, secret, startEntraFixture, withEnv, type EntraFixture } from '../fixture.js'

const tokenRequests = ({ area, method }: EntraRequest) => area === 'authority' && method === 'POST'

const page = (body: string): FaultResponse => ({ status: 200, body })

describe('the sign-in with a secret', () => {
  let fixture: EntraFixture
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(() => {
    fixture.entra.faults.clear()
    fixture.entra.app.secretExpired = false
  })

  const wrong = 'a wrong secret that nobody may see either'
  const failure = (changes: Partial<EntraConfig> = {}): Promise<WritebackError> =>
    failureOf(fixture.source(changes).readGroups('all'))
  const withSecret = (text: string, clientId = fixture.entra.app.clientId): Partial<EntraConfig> => ({
    credential: { type: 'secret', clientId, clientSecret: { file: fixture.writeFile('other-secret', text) } },
  })
  const summary = () =>
    `Signing in to ${fixture.entra.authorityHost} as secret for ${fixture.entra.tenantId} failed: `
  const tokenRequestsSent = () =>
    fixture.entra.log.entries.filter(({ area, method }) => area === 'authority' && method === 'POST')

  it('requests a token for Graph, and reads with it', async () => {
    let form = new URLSearchParams()
    fixture.watch((request) => {
      if (tokenRequests(request)) form = new URLSearchParams(request.body)
    })
    expect((await fixture.source().readGroups('all')).items).to.deep.equal([])
    fixture.watch(() => undefined)
    expect(form.get('scope')?.split(' ')).to.include(`${fixture.entra.graphUrl}/.default`)
    expect(form.get('client_secret')).to.equal(secret)
  })

  it('reads the secret from an environment variable, or fails with secretMissing', async () => {
    const { clientId } = fixture.entra.app
    const credential = { type: 'secret', clientId, clientSecret: { env: 'ENTRA_TEST_SECRET' } } as const
    await withEnv({ ENTRA_TEST_SECRET: secret }, () => fixture.source({ credential }).readGroups('all'))
    const error = await withEnv({ ENTRA_TEST_SECRET: undefined }, () => failure({ credential }))
    expect([error.code, error.exitCode]).to.deep.equal(['secretMissing', 5])
    expect(error.message).to.contain('entra.credential.clientSecret').and.contain('ENTRA_TEST_SECRET')
    expect(tokenRequestsSent()).to.have.length(1)
  })

  it('fails with AADSTS7000215 after one attempt if the secret is wrong', async () => {
    const error = await failure(withSecret(wrong))
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.equal(
      `${summary()}AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${fixture.entra.app.clientId}'. Use the value of the client secret, not its id.`,
    )
    expect([tokenRequestsSent().length, graphLog(fixture).length]).to.deep.equal([1, 0])
  })

  it('fails with AADSTS7000222 if the secret has expired', async () => {
    fixture.entra.app.secretExpired = true
    const error = await failure()
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.match(
      /AADSTS7000222: .* are expired\. Create a new client secret; the current one has expired\.$/,
    )
  })

  it('fails with AADSTS700016 for an unknown application, and AADSTS90002 for an unknown tenant', async () => {
    const client = await failure(withSecret(secret, newId()))
    expect(client.code).to.equal('signInFailed')
    expect(client.message).to.match(
      /AADSTS700016: .* Check entra\.credential\.clientId and entra\.tenantId; the tenant has no application with this id\.$/,
    )
    const tenant = await failure({ tenantId: newId() })
    expect(tenant.code).to.equal('signInFailed')
    expect(tenant.message).to.match(/AADSTS90002: .*\. Check entra\.tenantId; the tenant does not exist\.$/)
  })

  it('fails with signInFailed if the tenant id is invalid', async () => {
    const error = await failure({ tenantId: 'con toso' })
    expect([error.code, error.message]).to.deep.equal([
      'signInFailed',
      `Signing in to ${fixture.entra.authorityHost} as secret for con toso failed: Invalid tenant id provided. Check entra.tenantId and entra.credential.`,
    ])
  })

  const responses: Array<
    [name: string, respond: FaultResponse, code: string, message: RegExp, attempts: number]
  > = [
    [
      'status 503',
      kinds.unavailable(),
      'signInFailed',
      /failed: the response is not a token \(status 503\)\. Check the proxy \(HTTPS_PROXY\) and entra\.authorityHost, or run again later\.$/,
      4,
    ],
    [
      'the HTML page of a gateway',
      kinds.badGateway(),
      'signInFailed',
      /not a token \(status 502, 502 Bad Gateway\)\./,
      4,
    ],
    [
      'status 407',
      { status: 407 },
      'signInFailed',
      /\(status 407\)\. .*; the proxy requires authentication\.$/,
      1,
    ],
    [
      'an HTML page with status 403',
      { status: 403, body: '<title>Blocked</title>' },
      'signInFailed',
      /\(status 403, Blocked\)/,
      1,
    ],
    [
      'JSON without a token',
      { status: 200, body: {} },
      'signInFailed',
      /failed: .*\. Check entra\.tenantId and entra\.cr/,
      1,
    ],
    [
      'an HTML page with status 200',
      page('<title>Hotel</title>'),
      'signInFailed',
      /\(status 200, Hotel\)/,
      1,
    ],
    ['an empty body', page(''), 'signInFailed', /\(status 200\)\. Check the proxy/, 1],
    ['truncated JSON', kinds.halfBody(), 'signInFailed', /\(status 200\)\./, 1],
    [
      'a redirect',
      { status: 302, headers: { Location: 'https://127.0.0.1/' } },
      'signInFailed',
      /\(status 302\)/,
      1,
    ],
    [
      'a closed connection',
      kinds.connectionReset(),
      'graphUnreachable',
      /the endpoint cannot be reached \(.*hang up.*\)\. Check/,
      4,
    ],
  ]
  for (const [name, respond, code, message, attempts] of responses) {
    it(`fails with ${code} if the response is ${name} (attempts: ${attempts})`, async () => {
      fixture.entra.faults.always({ match: tokenRequests, respond })
      const error = await failure()
      expect(error.code).to.equal(code)
      expect(error.message)
        .to.match(message)
        .and.not.match(/[\r\n]/)
      expect([tokenRequestsSent().length, graphLog(fixture).length]).to.deep.equal([attempts, 0])
    })
  }

  it('succeeds at the third attempt after two temporary failures', async () => {
    fixture.entra.faults.next({ match: tokenRequests, respond: kinds.unavailable() })
    fixture.entra.faults.next({ match: tokenRequests, respond: kinds.connectionReset() })
    await fixture.source().readGroups('all')
    expect(tokenRequestsSent()).to.have.length(3)
  })

  it('fails with graphUnreachable if the authority, or Graph, refuses connections', async () => {
    const closed = await startEntraFixture()
    await closed.close()
    const closedUrl = closed.entra.graphUrl
    const authority = await failure({ authorityHost: closedUrl })
    expect(authority.code).to.equal('graphUnreachable')
    expect(authority.message).to.match(
      /failed: the endpoint cannot be reached \(.*ECONNREFUSED.*\)\. Check the network, the proxy \(HTTPS_PROXY\) and entra\.authorityHost\.$/,
    )
    fixture.entra.faults.always({
      match: tokenRequests,
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    const graph = await failure({ graphUrl: closedUrl })
    expect(graph.code).to.equal('graphUnreachable')
    expect(graph.message).to.match(
      /^Graph cannot be reached for \/groups \(.*ECONNREFUSED.*\)\. Check the network, the proxy \(HTTPS_PROXY\) and entra\.graphUrl\.$/,
    )
  })
})
