import { ClientCertificateCredential, ClientSecretCredential } from '@azure/identity'
import { expect } from 'chai'
import { randomUUID, X509Certificate, createHash } from 'node:crypto'
import { importPKCS8, SignJWT } from 'jose'
import { createAuthority, type IssuedCertificate } from '../../../src/emulators/certificates.js'
import { startEntra, type Entra } from '../../../src/emulators/entra/entra.js'
import { get, refusal, requestToken, send, signIn, type Json } from './support/client.js'

const secret = 'a secret'

describe('the emulated Entra: sign-in', () => {
  let entra: Entra
  let certificate: IssuedCertificate
  let other: IssuedCertificate
  const certificateApp = randomUUID()

  before(async () => {
    const authority = await createAuthority('Clients')
    certificate = await authority.issue(['group writeback'])
    other = await authority.issue(['somebody else'])
    const apps = [{ secret }, { clientId: certificateApp, certificate: certificate.certPem }]
    entra = await startEntra({ seed: 'sign-in', apps })
    entra.tenant.addGroup({ displayName: 'Sales' })
  })
  after(() => entra.close())
  afterEach(() => {
    entra.app.secretExpired = false
    entra.faults.clear()
  })

  const credentialOptions = () => ({
    authorityHost: entra.authorityHost,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: entra.caPem },
  })
  const scope = () => `${entra.graphUrl}/.default`

  it('gives @azure/identity a token for a secret, and Graph accepts it', async () => {
    const credential = new ClientSecretCredential(
      entra.tenantId,
      entra.app.clientId,
      secret,
      credentialOptions(),
    )
    const before = Date.now()
    const { token, expiresOnTimestamp } = await credential.getToken(scope())
    expect(expiresOnTimestamp).to.be.within(before + 3_500_000, Date.now() + 3_600_000)
    const reply = await get(entra, '/groups', { token })
    expect(reply.status).to.equal(200)
  })

  it('gives @azure/identity a token for a certificate', async () => {
    const credential = new ClientCertificateCredential(
      entra.tenantId,
      certificateApp,
      { certificate: certificate.keyPem + certificate.certPem },
      credentialOptions(),
    )
    const { token } = await credential.getToken(scope())
    expect((await get(entra, '/groups', { token })).status).to.equal(200)
  })

  it('accepts the verified domain as tenant', async () => {
    const credential = new ClientSecretCredential(
      'contoso.onmicrosoft.com',
      entra.app.clientId,
      secret,
      credentialOptions(),
    )
    const { token } = await credential.getToken(scope())
    expect((await get(entra, '/groups', { token })).status).to.equal(200)
  })

  it('reports errors to @azure/identity by AADSTS code', async () => {
    const cases: Array<[tenant: string, client: string, secret: string, code: string]> = [
      [entra.tenantId, entra.app.clientId, 'wrong', 'AADSTS7000215'],
      [entra.tenantId, randomUUID(), secret, 'AADSTS700016'],
    ]
    for (const [tenant, client, given, code] of cases) {
      const credential = new ClientSecretCredential(tenant, client, given, credentialOptions())
      const error = await credential.getToken(scope()).catch((thrown: unknown) => thrown)
      expect(error).to.be.instanceOf(Error)
      expect((error as Error).message).to.contain(code)
    }
  })

  it('rejects an unregistered certificate, and one whose private key the client lacks', async () => {
    const foreign = new ClientCertificateCredential(
      entra.tenantId,
      certificateApp,
      { certificate: other.keyPem + other.certPem },
      credentialOptions(),
    )
    const error = await foreign.getToken(scope()).catch((thrown: unknown) => thrown)
    expect((error as Error).message).to.contain('AADSTS700027')
    const forged = await assertion({ key: other, header: certificate })
    expect(codeOf(await tokenWith(forged))).to.equal('401 700027')
  })

  it('verifies audience, time and issuer of an assertion', async () => {
    expect((await tokenWith(await assertion({}))).status).to.equal(200)
    const past = Math.floor(Date.now() / 1000) - 400
    const wrong: Array<[Parameters<typeof assertion>[0], string]> = [
      [{ audience: 'https://login.microsoftonline.com/x/oauth2/v2.0/token' }, '401 700023'],
      [{ expires: past }, '401 700024'],
      [{ from: past + 800 }, '401 700024'],
      [{ expires: past + 200_000 }, '401 700024'],
      [{ issuer: randomUUID() }, '401 50027'],
    ]
    for (const [change, code] of wrong) {
      expect(codeOf(await tokenWith(await assertion(change)))).to.equal(code)
    }
    expect(codeOf(await tokenWith('not a token'))).to.equal('401 50027')
  })

  it("rejects invalid requests with Entra's errors", async () => {
    const good = {
      grant_type: 'client_credentials',
      client_id: entra.app.clientId,
      client_secret: secret,
      scope: scope(),
    }
    const cases: Array<[Partial<typeof good>, string]> = [
      [{ grant_type: 'password' }, '400 70003'],
      [{ grant_type: '' }, '400 900144'],
      [{ client_id: '' }, '400 900144'],
      [{ scope: 'User.Read' }, '400 1002012'],
      [{ scope: 'https://graph.microsoft.com/.default' }, '400 500011'],
    ]
    for (const [change, code] of cases) {
      expect(codeOf(await requestToken(entra, { ...good, ...change })), code).to.equal(code)
    }
    const { grant_type, client_id } = good
    expect(codeOf(await requestToken(entra, { grant_type, client_id }))).to.equal('401 7000216')
    expect(codeOf(await requestToken(entra, good, 'unknown'))).to.equal('400 90002')
    entra.app.secretExpired = true
    expect(codeOf(await requestToken(entra, good))).to.equal('401 7000222')
  })

  it('supports discovery for its own tenant only', async () => {
    const path = '/v2.0/.well-known/openid-configuration'
    const known = await send(entra, `/${entra.tenantId}${path}`, { method: 'GET', headers: {}, text: '' })
    const endpoints = ['authorization_endpoint', 'token_endpoint', 'issuer', 'jwks_uri']
    for (const name of endpoints)
      expect(String(known.body[name])).to.match(new RegExp(`^${entra.authorityHost}/`))
    const unknown = await send(entra, `/fabrikam${path}`, { method: 'GET', headers: {}, text: '' })
    expect(codeOf(unknown)).to.equal('400 90002')
  })

  it('rejects requests to Graph without a token, or with a foreign or an expired one', async () => {
    expect(refusal(await get(entra, '/groups', { token: '' }))).to.equal('401 InvalidAuthenticationToken')
    expect(refusal(await get(entra, '/groups', { token: 'opaque' }))).to.equal(
      '401 InvalidAuthenticationToken',
    )
    const elsewhere = await startEntra()
    const foreign = await signIn(elsewhere)
    await elsewhere.close()
    expect(refusal(await get(entra, '/groups', { token: foreign }))).to.equal(
      '401 InvalidAuthenticationToken',
    )
    const token = await signIn(entra)
    expect((await get(entra, '/groups', { token })).status).to.equal(200)
    entra.tokens.expireAll()
    expect(refusal(await get(entra, '/groups', { token }))).to.equal('401 InvalidAuthenticationToken')
    expect((await get(entra, '/groups', { token: await signIn(entra) })).status).to.equal(200)
  })

  it('expires tokens after their lifetime', async () => {
    let now = Date.now()
    const timed = await startEntra({ tokenLifetime: 600, now: () => now })
    const token = await signIn(timed)
    now += 599_000
    expect((await get(timed, '/groups', { token })).status).to.equal(200)
    now += 2_000
    const late = await get(timed, '/groups', { token })
    expect(refusal(late)).to.equal('401 InvalidAuthenticationToken')
    expect(late.headers['www-authenticate']).to.contain('Bearer')
    await timed.close()
  })

  it('applies changed permissions to new tokens only', async () => {
    const app = entra.apps.add({ secret: 'other', permissions: [] })
    const before = await signIn(entra, app)
    app.permissions.add('GroupMember.Read.All')
    expect((await get(entra, '/groups', { token: before })).status).to.equal(403)
    expect((await get(entra, '/groups', { token: await signIn(entra, app) })).status).to.equal(200)
  })

  interface Assertion {
    key?: IssuedCertificate
    header?: IssuedCertificate
    audience?: string
    issuer?: string
    expires?: number
    from?: number
  }

  async function assertion(change: Assertion): Promise<string> {
    const { key = certificate, header = certificate } = change
    const { raw } = new X509Certificate(header.certPem)
    return new SignJWT({})
      .setProtectedHeader({
        alg: 'PS256',
        'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
      })
      .setIssuer(change.issuer ?? certificateApp)
      .setSubject(certificateApp)
      .setAudience(change.audience ?? `${entra.authorityHost}/${entra.tenantId}/oauth2/v2.0/token`)
      .setJti(randomUUID())
      .setNotBefore(change.from ?? Math.floor(Date.now() / 1000) - 600)
      .setExpirationTime(change.expires ?? Math.floor(Date.now() / 1000) + 600)
      .sign(await importPKCS8(key.keyPem, 'PS256'))
  }

  const tokenWith = (client_assertion: string) =>
    requestToken(entra, {
      grant_type: 'client_credentials',
      client_id: certificateApp,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      scope: scope(),
    })
})

const codeOf = (reply: { status: number; body: Json }) =>
  `${reply.status} ${(reply.body['error_codes'] as number[] | undefined)?.[0]}`
