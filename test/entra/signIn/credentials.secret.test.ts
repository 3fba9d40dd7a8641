import { expect } from 'chai'
import type { WritebackError } from '../../../src/errors.js'
import type { EntraConfig } from '../../../src/config/types.js'
import * as kinds from '../../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../../src/emulators/entra/messages.js'
import { newId } from '../../contract/sourceFixture.js'
import { failureOf, graphLog, secret, startPlace, withEnv, type Place } from '../support.js'

const tokenRequests = ({ area, method }: EntraRequest) => area === 'authority' && method === 'POST'

const page = (body: string): FaultResponse => ({ status: 200, body })

describe('signing in with a secret', () => {
  let place: Place
  before(async () => (place = await startPlace()))
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(() => {
    place.entra.faults.clear()
    place.entra.app.secretExpired = false
  })

  const wrong = 'a wrong secret that nobody may see either'
  const failure = (changes: Partial<EntraConfig> = {}): Promise<WritebackError> =>
    failureOf(place.source(changes).readGroups('all'))
  const withSecret = (text: string, clientId = place.entra.app.clientId): Partial<EntraConfig> => ({
    credential: { type: 'secret', clientId, clientSecret: { file: place.file('other-secret', text) } },
  })
  const what = () =>
    `Signing in to ${place.entra.authorityHost} as secret for ${place.entra.tenantId} failed: `
  const posts = () =>
    place.entra.log.entries.filter(({ area, method }) => area === 'authority' && method === 'POST')

  it('reads with the token it gets, and asks for the permissions of Graph', async () => {
    let form = new URLSearchParams()
    place.watch((request) => {
      if (tokenRequests(request)) form = new URLSearchParams(request.body)
    })
    expect((await place.source().readGroups('all')).items).to.deep.equal([])
    place.watch(() => undefined)
    expect(form.get('scope')?.split(' ')).to.include(`${place.entra.graphUrl}/.default`)
    expect(form.get('client_secret')).to.equal(secret)
  })

  it('takes the secret from the environment as well', async () => {
    const { clientId } = place.entra.app
    const credential = { type: 'secret', clientId, clientSecret: { env: 'ENTRA_TEST_SECRET' } } as const
    await withEnv({ ENTRA_TEST_SECRET: secret }, () => place.source({ credential }).readGroups('all'))
    const error = await withEnv({ ENTRA_TEST_SECRET: undefined }, () => failure({ credential }))
    expect([error.code, error.exitCode]).to.deep.equal(['secretMissing', 5])
    expect(error.message).to.contain('entra.credential.clientSecret').and.contain('ENTRA_TEST_SECRET')
    expect(posts()).to.have.length(1)
  })

  it('says that a secret is wrong, after one try', async () => {
    const error = await failure(withSecret(wrong))
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.equal(
      `${what()}AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${place.entra.app.clientId}'. The client secret is wrong: use the secret’s value, not its id.`,
    )
    expect([posts().length, graphLog(place).length]).to.deep.equal([1, 0])
  })

  it('says that a secret has expired', async () => {
    place.entra.app.secretExpired = true
    const error = await failure()
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.match(
      /AADSTS7000222: .* are expired\. The client secret has expired: make a new one\.$/,
    )
  })

  it('says that nobody knows the application, or the tenant', async () => {
    const client = await failure(withSecret(secret, newId()))
    expect(client.code).to.equal('signInFailed')
    expect(client.message).to.match(
      /AADSTS700016: .*: check entra\.credential\.clientId and entra\.tenantId\.$/,
    )
    const tenant = await failure({ tenantId: newId() })
    expect(tenant.code).to.equal('signInFailed')
    expect(tenant.message).to.match(/AADSTS90002: .*\. There is no such tenant: check entra\.tenantId\.$/)
  })

  it('says that a tenant id cannot be one', async () => {
    const error = await failure({ tenantId: 'con toso' })
    expect([error.code, error.message]).to.deep.equal([
      'signInFailed',
      `Signing in to ${place.entra.authorityHost} as secret for con toso failed: Invalid tenant id provided. Check entra.tenantId and entra.credential.`,
    ])
  })

  const answers: Array<[string, FaultResponse, string, RegExp, number]> = [
    [
      '503',
      kinds.unavailable(),
      'signInFailed',
      /failed: the answer was 503, not a token\. Check the proxy .*, or run again later\.$/,
      4,
    ],
    [
      'the page of a gateway',
      kinds.badGateway(),
      'signInFailed',
      /the answer was 502 \(502 Bad Gateway\), not a token\./,
      4,
    ],
    [
      'a proxy that wants a password',
      { status: 407 },
      'signInFailed',
      /the answer was 407, not a token\. The proxy requires authentication/,
      1,
    ],
    [
      'a page of somebody else',
      { status: 403, body: '<title>Blocked</title>' },
      'signInFailed',
      /was 403 \(Blocked\)/,
      1,
    ],
    [
      'nothing of use',
      { status: 200, body: {} },
      'signInFailed',
      /failed: .*\. Check entra\.tenantId and entra\.cr/,
      1,
    ],
    [
      'a page where JSON should be',
      page('<title>Hotel</title>'),
      'signInFailed',
      /the answer was 200 \(Hotel\), not a token\./,
      1,
    ],
    ['an empty page', page(''), 'signInFailed', /the answer was 200, not a token\. Check the proxy/, 1],
    ['half an answer', kinds.halfBody(), 'signInFailed', /the answer was 200, not a token\./, 1],
    [
      'a redirection',
      { status: 302, headers: { Location: 'https://127.0.0.1/' } },
      'signInFailed',
      /was 302, not/,
      1,
    ],
    [
      'a closed connection',
      kinds.connectionReset(),
      'graphUnreachable',
      /it cannot be reached \(.*hang up.*\)\. Ch/,
      4,
    ],
  ]
  for (const [name, respond, code, text, tries] of answers) {
    it(`says what came instead of a token: ${name}`, async () => {
      place.entra.faults.always({ match: tokenRequests, respond })
      const error = await failure()
      expect(error.code).to.equal(code)
      expect(error.message)
        .to.match(text)
        .and.not.match(/[\r\n]/)
      expect([posts().length, graphLog(place).length]).to.deep.equal([tries, 0])
    })
  }

  it('gets over an authority that fails for a moment', async () => {
    place.entra.faults.next({ match: tokenRequests, respond: kinds.unavailable() })
    place.entra.faults.next({ match: tokenRequests, respond: kinds.connectionReset() })
    await place.source().readGroups('all')
    expect(posts()).to.have.length(3)
  })

  it('says that nobody listens at the authority, or at Graph', async () => {
    const closed = await startPlace()
    await closed.close()
    const nowhere = closed.entra.graphUrl
    const authority = await failure({ authorityHost: nowhere })
    expect(authority.code).to.equal('graphUnreachable')
    expect(authority.message).to.match(
      /failed: it cannot be reached \(.*ECONNREFUSED.*\)\. Check the network, the proxy \(HTTPS_PROXY\) and entra\.authorityHost\.$/,
    )
    place.entra.faults.always({
      match: tokenRequests,
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    const graph = await failure({ graphUrl: nowhere })
    expect(graph.code).to.equal('graphUnreachable')
    expect(graph.message).to.match(
      /^Graph cannot be reached \(.*ECONNREFUSED.*\) for \/groups\. Check the network, the proxy \(HTTPS_PROXY\) and entra\.graphUrl\.$/,
    )
  })
})
