import { expect } from 'chai'
import { signIn } from '../emulators/entra/support/client.js'
import type { EntraConfig } from '../../src/config/types.js'
import type { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { newId } from '../contract/sourceFixture.js'
import { allTextIn } from './leaks.js'
import { failureOf, secret, startEntraFixture, type EntraFixture } from './fixture.js'

const isSignInRequest = ({ area }: EntraRequest) => area === 'authority'
const isTokenRequest = ({ area, method }: EntraRequest) => area === 'authority' && method === 'POST'
const wrong = 'a wrong secret that nobody may see either'

describe('errors of the source', () => {
  let fixture: EntraFixture
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())
  afterEach(() => {
    fixture.entra.faults.clear()
    fixture.entra.app.secretExpired = false
  })

  const failure = (changes: Partial<EntraConfig> = {}): Promise<WritebackError> =>
    failureOf(fixture.source(changes).readGroups('all'))
  const withWrongSecret = (): Partial<EntraConfig> => {
    const { clientId } = fixture.entra.app
    const clientSecret = { file: fixture.writeFile('other-secret', wrong) }
    return { credential: { type: 'secret', clientId, clientSecret } }
  }

  const failures: Array<[string, () => Promise<WritebackError>]> = [
    ['a wrong secret', () => failure(withWrongSecret())],
    ['an expired secret', () => ((fixture.entra.app.secretExpired = true), failure())],
    ['an unknown tenant', () => failure({ tenantId: newId() })],
    ['an invalid tenant id', () => failure({ tenantId: 'con toso' })],
    ['an untrusted authority', () => failure({ tls: {} })],
    ['an authority that closes the connection', () => failureWith(isSignInRequest, kinds.connectionReset())],
    ['an authority whose body is too short', () => failureWith(isTokenRequest, kinds.brokenBody())],
    ['an authority with truncated JSON', () => failureWith(isTokenRequest, kinds.halfBody())],
    ['an authority with status 500', () => failureWith(isTokenRequest, kinds.internalError())],
    ['Graph closing the connection', () => failureWith(undefined, kinds.connectionReset())],
    ['Graph with a body that is too short', () => failureWith(undefined, kinds.brokenBody())],
    ['Graph rejecting the token', () => failureWith(undefined, kinds.tokenRefused())],
    ['Graph with the HTML page of a gateway', () => failureWith(undefined, kinds.badGateway())],
  ]
  const failureWith = (match: ((request: EntraRequest) => boolean) | undefined, respond: FaultResponse) => {
    fixture.entra.faults.always({ ...(match && { match }), respond })
    return failure()
  }
  for (const [name, provoke] of failures) {
    it(`do not contain the secret or the token after ${name}`, async () => {
      const usedTokens: string[] = []
      fixture.watch(
        ({ headers }) => void usedTokens.push(headers['authorization']?.slice('Bearer '.length) ?? ''),
      )
      const errorText = allTextIn(await provoke())
      fixture.watch(() => undefined)
      const secrets = [secret, wrong, ...usedTokens.filter(Boolean)]
      for (const text of secrets.flatMap((one) => [one, encodeURIComponent(one), one.replaceAll(' ', '+')])) {
        expect(errorText.includes(text), `“${text.slice(0, 12)}…”`).to.equal(false)
      }
    })
  }

  it('are searched completely: a token in a hidden property is found', async () => {
    const token = await signIn(fixture.entra)
    const hidden = Object.defineProperty(new Error('x'), 'request', {
      value: { headers: new Map([['a', token]]) },
    })
    expect(allTextIn(new Error('outer', { cause: hidden }))).to.contain(token)
  })
})
