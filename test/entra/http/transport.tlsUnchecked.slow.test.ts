import { expect } from 'chai'
import type { EntraConfig } from '../../../src/config/types.js'
import { makeAuthority } from '../../support/certificates.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { readInNewProcess } from '../newProcess.js'
import { startProxy, type Proxy } from '../proxies.js'
import type { Outcome } from '../signInOnce.js'
import { graphLog, startEntraFixture, type EntraFixture } from '../fixture.js'

/** Turns off the check of certificates for a whole process. Node reads it once; it must have no effect here. */
const uncheckedTls = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' }

describe('the check of server certificates with NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  let fixture: EntraFixture
  let proxy: Proxy | undefined
  let server: HttpsServer | undefined
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())
  beforeEach(() => fixture.entra.log.clear())
  afterEach(async () => {
    fixture.entra.faults.clear()
    await proxy?.close()
    await server?.close()
    proxy = undefined
    server = undefined
  })

  const read = (changes: Partial<EntraConfig>, env: Record<string, string> = {}) =>
    readInNewProcess({ ...fixture.config, ...changes }, { ...uncheckedTls, ...env })
  const throughProxy = () => ({ HTTPS_PROXY: proxy?.url ?? '', NO_PROXY: '' })
  const expectUntrusted = ({ code, message }: Outcome) => {
    expect(code).to.equal('graphUnreachable')
    expect(message).to.contain('certificate is not trusted').and.contain('entra.tls.caPath')
  }

  it('accepts a known authority, with and without a proxy', async () => {
    expect(await read({})).to.deep.equal({ groups: 0 })
    proxy = await startProxy()
    expect(await read({}, throughProxy())).to.deep.equal({ groups: 0 })
    expect(proxy.connects).to.have.length(1)
  })

  it('rejects the sign-in endpoint without its authority', async () => {
    expectUntrusted(await read({ tls: {} }))
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('rejects the sign-in endpoint without its authority behind a proxy', async () => {
    proxy = await startProxy()
    expectUntrusted(await read({ tls: {} }, throughProxy()))
    expect(proxy.connects).to.not.be.empty
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('rejects an HTTPS proxy without its authority', async () => {
    proxy = await startProxy({ tls: makeAuthority('Company proxy') })
    expectUntrusted(await read({}, throughProxy()))
    expect(proxy.connects).to.deep.equal([])
  })

  it('rejects a proxy that inspects TLS, without its authority', async () => {
    proxy = await startProxy({
      inspect: { authority: makeAuthority('Company proxy'), trust: fixture.entra.caPem },
    })
    expectUntrusted(await read({}, throughProxy()))
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('rejects Graph without its authority, and sends no token', async () => {
    let requests = 0
    server = await startHttps((_, response) => {
      requests++
      response.end('{"value":[]}')
    })
    fixture.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })
    expectUntrusted(await read({ graphUrl: server.origin }))
    expect([server.connections(), requests, graphLog(fixture).length]).to.deep.equal([1, 0, 0])
  })
})
