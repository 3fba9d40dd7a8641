import { expect } from 'chai'
import { openSource } from '../../../src/entra/source.js'
import type { EntraConfig } from '../../../src/config/types.js'
import { makeAuthority, selfSigned, type Certificate } from '../../support/certificates.js'
import { startHttps, type HttpsServer } from '../httpsServer.js'
import { failureOf, graphLog, hasty, startPlace, type Place } from '../support.js'

const day = 86_400_000

describe('trust in the other side', () => {
  let place: Place
  let server: HttpsServer | undefined
  before(async () => (place = await startPlace()))
  after(() => place.close())
  afterEach(async () => {
    place.entra.faults.clear()
    await server?.close()
    server = undefined
  })

  const failure = (changes: Partial<EntraConfig>) =>
    failureOf(openSource({ ...place.config, ...changes }, hasty).readGroups('all'))
  const trusting = (...pems: string[]) => ({ tls: { caPath: place.file('trusted.pem', pems.join('\n')) } })
  const opaqueToken = () =>
    place.entra.faults.always({
      match: ({ area, method }) => area === 'authority' && method === 'POST',
      respond: { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: 'opaque' } },
    })

  it('needs the authority of sign-in and Graph, and asks for it in one sentence', async () => {
    const others = [{}, { caPath: place.file('other.pem', makeAuthority('Other').certificate) }]
    for (const tls of [...others, { caPath: place.file('text.pem', 'no certificate') }]) {
      place.entra.log.clear()
      const error = await failure({ tls })
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message).to.match(
        /^Signing in to .* failed: its certificate is not trusted \(.+\)\. Name the authority that issued it in entra\.tls\.caPath\.$/,
      )
      expect(place.entra.log.count()).to.equal(0)
    }
  })

  it('takes several authorities from one file', async () => {
    const { tls } = trusting(makeAuthority('Other').certificate, place.entra.caPem)
    expect((await place.source({ tls }).readGroups('all')).items).to.deep.equal([])
  })

  const authority = makeAuthority('Named')
  const bad: Array<[string, () => Certificate, RegExp]> = [
    ['from an authority nobody named', () => makeAuthority('Unnamed').issue(['localhost']), /./],
    ['for another name', () => authority.issue(['graph.example.com']), /altnames/],
    [
      'out of date',
      () =>
        authority.issue(['localhost'], {
          from: new Date(Date.now() - 2 * day),
          to: new Date(Date.now() - day),
        }),
      /expired/,
    ],
    ['signed by itself', () => selfSigned(['localhost']), /self.signed/i],
  ]
  for (const [name, certificate, reason] of bad) {
    it(`sends no token to a Graph whose certificate is ${name}, and tries once`, async () => {
      let requests = 0
      server = await startHttps(() => requests++, certificate())
      opaqueToken()
      const error = await failure({
        graphUrl: server.origin,
        ...trusting(authority.certificate, place.entra.caPem),
      })
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message)
        .to.match(
          /^Graph cannot be reached \(.*\) for \/groups\. Its certificate is not trusted: .* entra\.tls\.caPath\.$/,
        )
        .and.match(reason)
      expect([server.connections(), requests]).to.deep.equal([1, 0])
    })

    it(`sends no secret to an authority whose certificate is ${name}, and tries once`, async () => {
      let requests = 0
      server = await startHttps(() => requests++, certificate())
      const changes = { authorityHost: server.origin, ...trusting(authority.certificate, place.entra.caPem) }
      const error = await failure(changes)
      expect(error.code).to.equal('graphUnreachable')
      expect(error.message)
        .to.match(/its certificate is not trusted \(.*\)\. Name the authority/)
        .and.match(reason)
      expect([server.connections(), requests]).to.deep.equal([1, 0])
    })
  }

  it('does not take a secret or a token where nothing is encrypted', async () => {
    place.entra.log.clear()
    const plain = place.entra.graphUrl.replace('https', 'http')
    expect((await failure({ authorityHost: plain })).code).to.equal('signInFailed')
    opaqueToken()
    expect((await failure({ graphUrl: plain })).code).to.equal('graphUnreachable')
    expect(graphLog(place)).to.deep.equal([])
  })
})
