import { expect } from 'chai'
import { makeAuthority, type Authority } from '../../support/certificates.js'
import type { EntraConfig } from '../../../src/config/types.js'
import { allTextIn } from '../leaks.js'
import { startProxy, type Proxy } from '../proxies.js'
import { failureOf, startEntraFixture, withEnv, type EntraFixture } from '../fixture.js'

const trustHint = 'Set entra.tls.caPath to a PEM file with the certificate authority that issued it.'
const noProxy = {
  HTTPS_PROXY: undefined,
  https_proxy: undefined,
  HTTP_PROXY: undefined,
  http_proxy: undefined,
  ALL_PROXY: undefined,
  all_proxy: undefined,
  NO_PROXY: undefined,
  no_proxy: undefined,
}

describe('the transport with a proxy', () => {
  let fixture: EntraFixture
  let proxy: Proxy
  let authority: Authority
  before(async () => {
    fixture = await startEntraFixture()
    authority = makeAuthority('Company proxy')
  })
  after(() => fixture.close())
  afterEach(() => proxy.close())

  /** Reads all groups twice with these variables; the second read shows whether connections are reused. */
  const read = (env: Record<string, string>, changes: Partial<EntraConfig> = {}) =>
    withEnv({ ...noProxy, ...env }, async () => {
      const source = fixture.source(changes)
      await source.readGroups('all')
      return (await source.readGroups('all')).items
    })
  const host = () => new URL(fixture.entra.graphUrl).host
  const bundle = (...pems: string[]) => ({
    tls: { caPath: fixture.writeFile('bundle.pem', pems.join('\n')) },
  })

  it('uses the proxy for sign-in and Graph, over one connection', async () => {
    proxy = await startProxy()
    fixture.entra.log.clear()
    expect(await read({ HTTPS_PROXY: proxy.url })).to.deep.equal([])
    expect(proxy.connects).to.deep.equal([{ to: host() }])
    expect(fixture.entra.log.count()).to.be.at.least(4)
  })

  it('reads the proxy from https_proxy, ALL_PROXY and all_proxy', async () => {
    proxy = await startProxy()
    for (const name of ['https_proxy', 'ALL_PROXY', 'all_proxy']) await read({ [name]: proxy.url })
    expect(proxy.connects).to.have.length(3)
  })

  it('does not use the proxy for hosts in NO_PROXY', async () => {
    proxy = await startProxy()
    for (const NO_PROXY of ['localhost', '*', `example.com,${host()}`]) {
      await read({ HTTPS_PROXY: proxy.url, NO_PROXY })
    }
    expect(proxy.connects).to.deep.equal([])
    await read({ HTTPS_PROXY: proxy.url, NO_PROXY: 'example.com,local' })
    expect(proxy.connects).to.have.length(1)
  })

  it('does not use HTTP_PROXY', async () => {
    proxy = await startProxy()
    await read({ HTTP_PROXY: proxy.url })
    expect(proxy.connects).to.deep.equal([])
  })

  it('sends the user name and password of the proxy URL', async () => {
    proxy = await startProxy()
    const url = proxy.url.replace('//', '//ann:p%40ss%20word@')
    await read({ HTTPS_PROXY: url })
    expect(proxy.connects).to.deep.equal([{ to: host(), credentials: 'ann:p@ss word' }])
  })

  it('connects to an HTTPS proxy whose authority is in entra.tls.caPath', async () => {
    proxy = await startProxy({ tls: authority })
    await read({ HTTPS_PROXY: proxy.url }, bundle(fixture.entra.caPem, authority.certificate))
    expect(proxy.connects).to.deep.equal([{ to: host() }])
  })

  it('rejects an HTTPS proxy whose authority is not in entra.tls.caPath', async () => {
    proxy = await startProxy({ tls: authority })
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.hint).to.equal(trustHint)
    expect(proxy.connects).to.deep.equal([])
  })

  it('accepts a proxy that inspects TLS, whose authority is in entra.tls.caPath', async () => {
    proxy = await startProxy({ inspect: { authority, trust: fixture.entra.caPem } })
    await read({ HTTPS_PROXY: proxy.url }, bundle(authority.certificate))
    expect(proxy.connects).to.deep.equal([{ to: host() }])
  })

  it('rejects a proxy that inspects TLS, whose authority is not in entra.tls.caPath', async () => {
    proxy = await startProxy({ inspect: { authority, trust: fixture.entra.caPem } })
    fixture.entra.log.clear()
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.hint).to.equal(trustHint)
    expect(fixture.entra.log.count()).to.equal(0)
  })

  it('names HTTPS_PROXY after status 407, and does not show the wrong password', async () => {
    proxy = await startProxy({ refuse: '407 Proxy Authentication Required' })
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url.replace('//', '//ann:wrong-password@') }))
    expect(error.code).to.equal('signInFailed')
    expect(error.message)
      .to.contain('(status 407)')
      .and.contain('HTTPS_PROXY; the proxy requires authentication')
    expect(allTextIn(error).includes('wrong-password')).to.equal(false)
  })

  it('names HTTPS_PROXY after status 403, and if the proxy cannot be reached', async () => {
    proxy = await startProxy({ refuse: '403 Forbidden' })
    const rejected = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(rejected.code).to.equal('signInFailed')
    expect(rejected.message).to.match(/\(status 403\)\. Check the proxy \(HTTPS_PROXY\)/)
    await proxy.close()
    const unreachable = await failureOf(
      read({ HTTPS_PROXY: proxy.url.replace('//', '//ann:wrong-password@') }),
    )
    expect(unreachable.code).to.equal('graphUnreachable')
    expect(unreachable.message).to.match(
      /ECONNREFUSED.*Check the network, the proxy \(HTTPS_PROXY\) and entra\.authorityHost\.$/,
    )
    expect(allTextIn(unreachable).includes('wrong-password')).to.equal(false)
    proxy = await startProxy()
  })
})
