import { expect } from 'chai'
import { signIn } from '../emulators/entra/support/client.js'
import type { EntraConfig } from '../../src/config/types.js'
import type { WritebackError } from '../../src/errors.js'
import * as kinds from '../../src/emulators/entra/faultKinds.js'
import type { FaultResponse } from '../../src/emulators/entra/faults.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'
import { newId } from '../contract/sourceFixture.js'
import { everythingIn } from './leaks.js'
import { failureOf, secret, startPlace, type Place } from './support.js'

const signIns = ({ area }: EntraRequest) => area === 'authority'
const tokenRequests = ({ area, method }: EntraRequest) => area === 'authority' && method === 'POST'
const wrong = 'a wrong secret that nobody may see either'

describe('errors', () => {
  let place: Place
  before(async () => (place = await startPlace()))
  after(() => place.close())
  afterEach(() => {
    place.entra.faults.clear()
    place.entra.app.secretExpired = false
  })

  const failure = (changes: Partial<EntraConfig> = {}): Promise<WritebackError> =>
    failureOf(place.source(changes).readGroups('all'))
  const withWrongSecret = (): Partial<EntraConfig> => {
    const { clientId } = place.entra.app
    const clientSecret = { file: place.file('other-secret', wrong) }
    return { credential: { type: 'secret', clientId, clientSecret } }
  }

  const betrayers: Array<[string, () => Promise<WritebackError>]> = [
    ['a wrong secret', () => failure(withWrongSecret())],
    ['an expired secret', () => ((place.entra.app.secretExpired = true), failure())],
    ['an unknown tenant', () => failure({ tenantId: newId() })],
    ['a tenant id that is none', () => failure({ tenantId: 'con toso' })],
    ['an untrusted authority', () => failure({ tls: {} })],
    ['an authority that closes the door', () => broken(signIns, kinds.connectionReset())],
    ['an authority that breaks off', () => broken(tokenRequests, kinds.brokenBody())],
    ['an authority that stammers', () => broken(tokenRequests, kinds.halfBody())],
    ['an authority out of order', () => broken(tokenRequests, kinds.internalError())],
    ['a Graph that closes the door', () => broken(undefined, kinds.connectionReset())],
    ['a Graph that breaks off', () => broken(undefined, kinds.brokenBody())],
    ['a Graph that refuses', () => broken(undefined, kinds.tokenRefused())],
    ['a Graph out of order', () => broken(undefined, kinds.badGateway())],
  ]
  const broken = (match: ((request: EntraRequest) => boolean) | undefined, respond: FaultResponse) => {
    place.entra.faults.always({ ...(match && { match }), respond })
    return failure()
  }
  for (const [name, provoke] of betrayers) {
    it(`keep secret and token to themselves about ${name}`, async () => {
      const used: string[] = []
      place.watch(({ headers }) => void used.push(headers['authorization']?.slice('Bearer '.length) ?? ''))
      const all = everythingIn(await provoke())
      place.watch(() => undefined)
      const plain = [secret, wrong, ...used.filter(Boolean)]
      for (const text of plain.flatMap((one) => [one, encodeURIComponent(one), one.replaceAll(' ', '+')])) {
        expect(all.includes(text), `“${text.slice(0, 12)}…”`).to.equal(false)
      }
    })
  }

  it('show a secret that is kept somewhere in them, to these tests', async () => {
    const token = await signIn(place.entra)
    const hidden = Object.defineProperty(new Error('x'), 'request', {
      value: { headers: new Map([['a', token]]) },
    })
    expect(everythingIn(new Error('outer', { cause: hidden }))).to.contain(token)
  })
})
