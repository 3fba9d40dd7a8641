import { expect } from 'chai'
import { makeAuthority, type Authority } from '../../support/certificates.js'
import type { EntraConfig } from '../../../src/config/types.js'
import { everythingIn } from '../leaks.js'
import { startProxy, type Proxy } from '../proxies.js'
import { failureOf, startPlace, withEnv, type Place } from '../support.js'

const none = {
  HTTPS_PROXY: undefined,
  https_proxy: undefined,
  HTTP_PROXY: undefined,
  http_proxy: undefined,
  ALL_PROXY: undefined,
  all_proxy: undefined,
  NO_PROXY: undefined,
  no_proxy: undefined,
}

describe('the way through a proxy', () => {
  let place: Place
  let proxy: Proxy
  let authority: Authority
  before(async () => {
    place = await startPlace()
    authority = makeAuthority('Company proxy')
  })
  after(() => place.close())
  afterEach(() => proxy.close())

  /** Reads all groups with these variables; the second reading shows whether connections are kept. */
  const read = (env: Record<string, string>, changes: Partial<EntraConfig> = {}) =>
    withEnv({ ...none, ...env }, async () => {
      const source = place.source(changes)
      await source.readGroups('all')
      return (await source.readGroups('all')).items
    })
  const host = () => new URL(place.entra.graphUrl).host
  const bundle = (...pems: string[]) => ({ tls: { caPath: place.file('bundle.pem', pems.join('\n')) } })

  it('is used for sign-in and Graph alike, over one connection that is kept', async () => {
    proxy = await startProxy()
    place.entra.log.clear()
    expect(await read({ HTTPS_PROXY: proxy.url })).to.deep.equal([])
    expect(proxy.connects).to.deep.equal([{ to: host() }])
    expect(place.entra.log.count()).to.be.at.least(4)
  })

  it('is found under each name that programs look for', async () => {
    proxy = await startProxy()
    for (const name of ['https_proxy', 'ALL_PROXY', 'all_proxy']) await read({ [name]: proxy.url })
    expect(proxy.connects).to.have.length(3)
  })

  it('is left out where NO_PROXY says so', async () => {
    proxy = await startProxy()
    for (const NO_PROXY of ['localhost', '*', `example.com,${host()}`]) {
      await read({ HTTPS_PROXY: proxy.url, NO_PROXY })
    }
    expect(proxy.connects).to.deep.equal([])
    await read({ HTTPS_PROXY: proxy.url, NO_PROXY: 'example.com,local' })
    expect(proxy.connects).to.have.length(1)
  })

  it('is not used for what is not encrypted on this machine only', async () => {
    proxy = await startProxy()
    await read({ HTTP_PROXY: proxy.url })
    expect(proxy.connects).to.deep.equal([])
  })

  it('gets the name and the password that stand in its address', async () => {
    proxy = await startProxy()
    const url = proxy.url.replace('//', '//ann:p%40ss%20word@')
    await read({ HTTPS_PROXY: url })
    expect(proxy.connects).to.deep.equal([{ to: host(), credentials: 'ann:p@ss word' }])
  })

  it('may speak TLS, with an authority that entra.tls.caPath names', async () => {
    proxy = await startProxy({ tls: authority })
    await read({ HTTPS_PROXY: proxy.url }, bundle(place.entra.caPem, authority.certificate))
    expect(proxy.connects).to.deep.equal([{ to: host() }])
  })

  it('is not trusted where nobody named its authority', async () => {
    proxy = await startProxy({ tls: authority })
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.match(
      /its certificate is not trusted \(.*\)\. Name the authority .* entra\.tls\.caPath\.$/,
    )
    expect(proxy.connects).to.deep.equal([])
  })

  it('may look inside, with an authority that entra.tls.caPath names', async () => {
    proxy = await startProxy({ inspect: { authority, trust: place.entra.caPem } })
    await read({ HTTPS_PROXY: proxy.url }, bundle(authority.certificate))
    expect(proxy.connects).to.deep.equal([{ to: host() }])
  })

  it('may not look inside where nobody named its authority', async () => {
    proxy = await startProxy({ inspect: { authority, trust: place.entra.caPem } })
    place.entra.log.clear()
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(error.code).to.equal('graphUnreachable')
    expect(error.message).to.match(
      /its certificate is not trusted \(.*\)\. Name the authority .* entra\.tls\.caPath\.$/,
    )
    expect(place.entra.log.count()).to.equal(0)
  })

  it('is named where it wants a password, and keeps the wrong one to itself', async () => {
    proxy = await startProxy({ refuse: '407 Proxy Authentication Required' })
    const error = await failureOf(read({ HTTPS_PROXY: proxy.url.replace('//', '//ann:wrong-password@') }))
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.match(/the answer was 407, not a token\. The proxy requires authentication: add/)
    expect(everythingIn(error).includes('wrong-password')).to.equal(false)
  })

  it('is named where it lets nobody through, or is not there', async () => {
    proxy = await startProxy({ refuse: '403 Forbidden' })
    const refused = await failureOf(read({ HTTPS_PROXY: proxy.url }))
    expect(refused.code).to.equal('signInFailed')
    expect(refused.message).to.match(/the answer was 403, not a token\. Check the proxy \(HTTPS_PROXY\)/)
    await proxy.close()
    const gone = await failureOf(read({ HTTPS_PROXY: proxy.url.replace('//', '//ann:wrong-password@') }))
    expect(gone.code).to.equal('graphUnreachable')
    expect(gone.message).to.match(
      /ECONNREFUSED.*Check the network, the proxy \(HTTPS_PROXY\) and entra\.authorityHost\.$/,
    )
    expect(everythingIn(gone).includes('wrong-password')).to.equal(false)
    proxy = await startProxy()
  })
})
