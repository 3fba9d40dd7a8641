import { expect } from 'chai'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import type { SecretReference } from '../../../src/config/types.js'
import { createAuthority, type IssuedCertificate } from '../../../src/emulators/certificates.js'
import { everythingIn } from '../leaks.js'
import { failureOf, startPlace, withEnv, type Place } from '../support.js'

const password = 'a password that nobody may see'

describe('signing in with a certificate', () => {
  let place: Place
  let certificate: IssuedCertificate
  let stranger: IssuedCertificate
  let clientId: string
  before(async () => {
    place = await startPlace()
    const authority = await createAuthority('Company')
    certificate = await authority.issue(['group-writeback'])
    stranger = await authority.issue(['somebody else'])
    clientId = place.entra.apps.add({ certificate: certificate.certPem }).clientId
  })
  after(() => place.close())

  const sourceWith = (pem: string, certificatePassword?: SecretReference, sendCertificateChain = false) =>
    place.source({
      credential: {
        type: 'certificate',
        clientId,
        certificatePath: place.file('certificate.pem', pem),
        ...(certificatePassword && { certificatePassword }),
        sendCertificateChain,
      },
    })
  const works = async (...args: Parameters<typeof sourceWith>) =>
    expect((await sourceWith(...args).readGroups('all')).items).to.deep.equal([])
  const failure = (...args: Parameters<typeof sourceWith>) => failureOf(sourceWith(...args).readGroups('all'))
  const encrypted = (type: 'pkcs1' | 'pkcs8'): string =>
    createPrivateKey(certificate.keyPem)
      .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: password })
      .toString()
  const passwordFile = (text = password) => ({ file: place.file('password', `${text}\n`) })

  it('takes certificate and key in one file, in any order and with more around them', async () => {
    const { certPem, keyPem } = certificate
    await works(certPem + keyPem)
    await works(keyPem + certPem)
    await works(`Bag Attributes: none\r\n${certPem.replaceAll('\n', '\r\n')}\r\n${keyPem}`)
    await works(certPem + keyPem + stranger.certPem)
  })

  it('sends the chain where it is told to', async () => {
    let assertion = ''
    place.watch(
      ({ body }) => void (assertion = new URLSearchParams(body).get('client_assertion') ?? assertion),
    )
    const header = () =>
      JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString()) as Record<
        string,
        unknown
      >
    await works(certificate.certPem + certificate.keyPem, undefined, true)
    expect(header()['x5c']).to.be.an('array').with.lengthOf(1)
    await works(certificate.certPem + certificate.keyPem)
    expect(header()).to.not.have.property('x5c')
    place.watch(() => undefined)
  })

  it('opens an encrypted key with the password of a file or of the environment', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      await works(certificate.certPem + encrypted(type), passwordFile())
      await withEnv({ CERTIFICATE_TEST_PASSWORD: password }, () =>
        works(certificate.certPem + encrypted(type), { env: 'CERTIFICATE_TEST_PASSWORD' }),
      )
    }
  })

  it('does not mind a password for a key that needs none', async () => {
    await works(certificate.certPem + certificate.keyPem, passwordFile())
  })

  it('says that the password is wrong, and shows neither it nor the key', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const error = await failure(certificate.certPem + encrypted(type), passwordFile('another password'))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /^The certificate file .*certificate\.pem has a private key that its password does not open\. Correct entra\.credential\.certificatePassword\.$/,
      )
      const all = everythingIn(error)
      expect(all.includes('another password')).to.equal(false)
      expect(all.includes('PRIVATE KEY')).to.equal(false)
    }
  })

  it('says that the password is missing', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const error = await failure(certificate.certPem + encrypted(type))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /has an encrypted private key, and no password is configured\. Correct entra\.cred/,
      )
    }
    const error = await failure(certificate.certPem + encrypted('pkcs8'), {
      env: 'CERTIFICATE_TEST_PASSWORD',
    })
    expect(error.code).to.equal('secretMissing')
    expect(error.message).to.contain('entra.credential.certificatePassword')
  })

  const bad: Array<[string, () => string, RegExp]> = [
    [
      'a key',
      () => certificate.certPem,
      /holds no private key\. Add the private key of the certificate, as PEM\.$/,
    ],
    ['a certificate', () => certificate.keyPem, /holds no certificate in PEM\. .* openssl pkcs12\.$/],
    ['anything', () => '', /holds no certificate in PEM/],
    ['text', () => '0\x82\x01\x00 a PFX', /holds no certificate in PEM/],
    [
      'its own key',
      () => certificate.certPem + stranger.keyPem,
      /private key that does not belong to its first cert/,
    ],
    [
      'its certificate first',
      () => stranger.certPem + certificate.certPem + certificate.keyPem,
      /belong to its first/,
    ],
    ['a whole key', () => certificate.certPem + certificate.keyPem.slice(0, 300), /cannot be read \(/],
    [
      'a readable key',
      () => certificate.certPem + certificate.keyPem.replace(/\n[^-]+\n/, '\nAAAA\n'),
      /cannot be read \(/,
    ],
    [
      'an RSA key',
      () => certificate.certPem + ellipticKey(),
      /has a private key that is not RSA\. Entra takes/,
    ],
  ]
  for (const [name, pem, text] of bad) {
    it(`says which file it is that does not have ${name}`, async () => {
      place.entra.log.clear()
      const error = await failure(pem())
      expect(error.code).to.equal('signInFailed')
      expect(error.message)
        .to.match(/^The certificate file .*certificate\.pem (has|holds|cannot)/)
        .and.match(text)
      expect(place.entra.log.count()).to.equal(0)
    })
  }

  it('says that the file cannot be read', async () => {
    const credential = { type: 'certificate', clientId, certificatePath: '/nowhere/at/all.pem' } as const
    const error = await failureOf(place.source({ credential }).readGroups('all'))
    expect([error.code, error.message]).to.deep.equal([
      'signInFailed',
      'The certificate file /nowhere/at/all.pem cannot be read. Check entra.credential.certificatePath and the rights on the file.',
    ])
    expect(error.cause).to.have.property('code', 'ENOENT')
  })

  it('says that Entra does not know the certificate', async () => {
    const error = await failure(stranger.certPem + stranger.keyPem)
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.match(
      /AADSTS700027: .* The certificate is not registered for the application: upload its/,
    )
  })
})

const ellipticKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
