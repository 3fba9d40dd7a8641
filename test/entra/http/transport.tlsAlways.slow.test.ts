import { expect } from 'chai'
import type { EntraConfig } from '../../../src/config/types.js'
import { makeAuthority } from '../../support/certificates.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { readInOwnProcess } from '../ownProcess.js'
import { startProxy, type Proxy } from '../proxies.js'
import type { Outcome } from '../signInOnce.js'
import { graphLog, startPlace, type Place } from '../support.js'

/** Node reads it once a process; it is meant for others, and must not decide here. */
const careless = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' }

describe('trust in the other side, with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  let place: Place
  let proxy: Proxy | undefined
  let server: HttpsServer | undefined
  before(async () => (place = await startPlace()))
  after(() => place.close())
  beforeEach(() => place.entra.log.clear())
  afterEach(async () => {
    place.entra.faults.clear()
    await proxy?.close()
    await server?.close()
    proxy = undefined
    server = undefined
  })

  const read = (changes: Partial<EntraConfig>, env: Record<string, string> = {}) =>
    readInOwnProcess({ ...place.config, ...changes }, { ...careless, ...env })
  const throughProxy = () => ({ HTTPS_PROXY: proxy?.url ?? '', NO_PROXY: '' })
  const isUntrusted = ({ code, message }: Outcome) => {
    expect(code).to.equal('graphUnreachable')
    expect(message).to.match(/certificate is not trusted.*entra\.tls\.caPath\.$/)
  }

  it('is there where the authority is named', async () => {
    expect(await read({})).to.deep.equal({ groups: 0 })
    proxy = await startProxy()
    expect(await read({}, throughProxy())).to.deep.equal({ groups: 0 })
    expect(proxy.connects).to.have.length(1)
  })

  it('is not there at the sign-in where it is not', async () => {
    isUntrusted(await read({ tls: {} }))
    expect(place.entra.log.count()).to.equal(0)
  })

  it('is not there through a proxy either', async () => {
    proxy = await startProxy()
    isUntrusted(await read({ tls: {} }, throughProxy()))
    expect(proxy.connects).to.not.be.empty
    expect(place.entra.log.count()).to.equal(0)
  })

  it('is not there for a proxy that speaks TLS', async () => {
    proxy = await startProxy({ tls: makeAuthority('Company proxy') })
    isUntrusted(await read({}, throughProxy()))
    expect(proxy.connects).to.deep.equal([])
  })

  it('is not there for a proxy that looks inside', async () => {
    proxy = await startProxy({
      inspect: { authority: makeAuthority('Company proxy'), trust: place.entra.caPem },
    })
    isUntrusted(await read({}, throughProxy()))
    expect(place.entra.log.count()).to.equal(0)
  })

  it('is not there for Graph, which gets no token', async () => {
    let requests = 0
    server = await startHttps((_, response) => {
      requests++
      response.end('{"value":[]}')
    })
    place.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    isUntrusted(await read({ graphUrl: server.origin }))
    expect([server.connections(), requests, graphLog(place).length]).to.deep.equal([1, 0, 0])
  })
})
