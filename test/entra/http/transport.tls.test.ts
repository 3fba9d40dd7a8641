import { expect } from 'chai'
import { openSource } from '../../../src/entra/source.js'
import type { EntraConfig } from '../../../src/config/types.js'
import { makeAuthority, selfSigned, type Certificate } from '../../support/certificates.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { failureOf, graphLog, shortPauses, startEntraFixture, type EntraFixture } from '../fixture.js'

const day = 86_400_000

describe('the check of server certificates', () => {
  let fixture: EntraFixture
  let server: HttpsServer | undefined
  before(async () => (fixture = await startEntraFixture()))
  after(() => fixture.close())
  afterEach(async () => {
    fixture.entra.faults.clear()
    await server?.close()
    server = undefined
  })

  const failure = (changes: Partial<EntraConfig>) =>
    failureOf(openSource({ ...fixture.config, ...changes }, shortPauses).readGroups('all'))
  const withAuthorities = (...pems: string[]) => ({
    tls: { caPath: fixture.writeFile('trusted.pem', pems.join('\n')) },
  })
  const issueOpaqueTokens = () =>
    fixture.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })

  it('rejects sign-in and Graph, and names entra.tls.caPath, without their certificate authority', async () => {
    const others = [{}, { caPath: fixture.writeFile('other.pem', makeAuthority('Other').certificate) }]
    for (const tls of [...others, { caPath: fixture.writeFile('text.pem', 'no certificate') }]) {
      fixture.entra.log.clear()
      const error = await failure({ tls })
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message).to.match(
        /^Signing in to .* failed: the server certificate is not trusted \(.+\)\. Set entra\.tls\.caPath to a PEM file with the certificate authority that issued it\.$/,
      )
      expect(fixture.entra.log.count()).to.equal(0)
    }
  })

  it('accepts several authorities in one file', async () => {
    const { tls } = withAuthorities(makeAuthority('Other').certificate, fixture.entra.caPem)
    expect((await fixture.source({ tls }).readGroups('all')).items).to.deep.equal([])
  })

  const authority = makeAuthority('Named')
  const untrusted: Array<[string, () => Certificate, RegExp]> = [
    ['from an unknown authority', () => makeAuthority('Unnamed').issue(['localhost']), /./],
    ['for another name', () => authority.issue(['graph.example.com']), /altnames/],
    [
      'expired',
      () =>
        authority.issue(['localhost'], {
          from: new Date(Date.now() - 2 * day),
          to: new Date(Date.now() - day),
        }),
      /expired/,
    ],
    ['self-signed', () => selfSigned(['localhost']), /self.signed/i],
  ]
  for (const [name, certificate, reason] of untrusted) {
    it(`sends no token to Graph if its certificate is ${name}, after one attempt`, async () => {
      let requests = 0
      server = await startHttps(() => requests++, certificate())
      issueOpaqueTokens()
      const error = await failure({
        graphUrl: server.origin,
        ...withAuthorities(authority.certificate, fixture.entra.caPem),
      })
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message)
        .to.match(
          /^Graph cannot be reached for \/groups: the server certificate is not trusted \(.*\)\. Set entra\.tls\.caPath/,
        )
        .and.match(reason)
      expect([server.connections(), requests]).to.deep.equal([1, 0])
    })

    it(`sends no secret to the authority if its certificate is ${name}, after one attempt`, async () => {
      let requests = 0
      server = await startHttps(() => requests++, certificate())
      const changes = {
        authorityHost: server.origin,
        ...withAuthorities(authority.certificate, fixture.entra.caPem),
      }
      const error = await failure(changes)
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message)
        .to.match(/the server certificate is not trusted \(.*\)\. Set entra\.tls\.caPath/)
        .and.match(reason)
      expect([server.connections(), requests]).to.deep.equal([1, 0])
    })
  }

  it('sends no secret and no token to an http URL', async () => {
    fixture.entra.log.clear()
    const plain = fixture.entra.graphUrl.replace('https', 'http')
    expect((await failure({ authorityHost: plain })).code).to.equal('signInFailed')
    issueOpaqueTokens()
    expect((await failure({ graphUrl: plain })).code).to.equal('graphUnreachable')
    expect(graphLog(fixture)).to.deep.equal([])
  })
})
