import { expect } from 'chai'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import type { SecretReference } from '../../../src/config/types.js'
import { createAuthority, type IssuedCertificate } from '../../../src/emulators/certificates.js'
import { allTextIn } from '../leaks.js'
import { failureOf, startEntraFixture, withEnv, type EntraFixture } from '../fixture.js'

const password = 'a password that nobody may see'

describe('the sign-in with a certificate', () => {
  let fixture: EntraFixture
  let certificate: IssuedCertificate
  let otherCertificate: IssuedCertificate
  let clientId: string
  before(async () => {
    fixture = await startEntraFixture()
    const authority = await createAuthority('Company')
    certificate = await authority.issue(['group-writeback'])
    otherCertificate = await authority.issue(['somebody else'])
    clientId = fixture.entra.apps.add({ certificate: certificate.certPem }).clientId
  })
  after(() => fixture.close())

  const sourceWith = (pem: string, certificatePassword?: SecretReference, sendCertificateChain = false) =>
    fixture.source({
      credential: {
        type: 'certificate',
        clientId,
        certificatePath: fixture.writeFile('certificate.pem', pem),
        ...(certificatePassword && { certificatePassword }),
        sendCertificateChain,
      },
    })
  const expectSignIn = async (...args: Parameters<typeof sourceWith>) =>
    expect((await sourceWith(...args).readGroups('all')).items).to.deep.equal([])
  const failure = (...args: Parameters<typeof sourceWith>) => failureOf(sourceWith(...args).readGroups('all'))
  const encryptedKey = (type: 'pkcs1' | 'pkcs8'): string =>
    createPrivateKey(certificate.keyPem)
      .export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: password })
      .toString()
  const passwordFile = (text = password) => ({ file: fixture.writeFile('password', `${text}\n`) })

  it('accepts a file with certificate and key in any order, with other content around them', async () => {
    const { certPem, keyPem } = certificate
    await expectSignIn(certPem + keyPem)
    await expectSignIn(keyPem + certPem)
    await expectSignIn(`Bag Attributes: none\r\n${certPem.replaceAll('\n', '\r\n')}\r\n${keyPem}`)
    await expectSignIn(certPem + keyPem + otherCertificate.certPem)
  })

  it('sends the certificate chain only if sendCertificateChain is set', async () => {
    let assertion = ''
    fixture.watch(
      ({ body }) => void (assertion = new URLSearchParams(body).get('client_assertion') ?? assertion),
    )
    const header = () =>
      JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString()) as Record<
        string,
        unknown
      >
    await expectSignIn(certificate.certPem + certificate.keyPem, undefined, true)
    expect(header()['x5c']).to.be.an('array').with.lengthOf(1)
    await expectSignIn(certificate.certPem + certificate.keyPem)
    expect(header()).to.not.have.property('x5c')
    fixture.watch(() => undefined)
  })

  it('decrypts a key with the password of a file or of an environment variable', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      await expectSignIn(certificate.certPem + encryptedKey(type), passwordFile())
      await withEnv({ CERTIFICATE_TEST_PASSWORD: password }, () =>
        expectSignIn(certificate.certPem + encryptedKey(type), { env: 'CERTIFICATE_TEST_PASSWORD' }),
      )
    }
  })

  it('ignores a password if the key is not encrypted', async () => {
    await expectSignIn(certificate.certPem + certificate.keyPem, passwordFile())
  })

  it('fails with signInFailed if the password is wrong, without password or key in the error', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const error = await failure(certificate.certPem + encryptedKey(type), passwordFile('another password'))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /^The certificate file .*certificate\.pem contains a private key that the configured password cannot decrypt\. Set entra\.credential\.certificatePassword to the password of the private key\.$/,
      )
      const text = allTextIn(error)
      expect(text.includes('another password')).to.equal(false)
      expect(text.includes('PRIVATE KEY')).to.equal(false)
    }
  })

  it('fails with signInFailed without a password, and with secretMissing without its variable', async () => {
    for (const type of ['pkcs1', 'pkcs8'] as const) {
      const error = await failure(certificate.certPem + encryptedKey(type))
      expect(error.code).to.equal('signInFailed')
      expect(error.message).to.match(
        /contains an encrypted private key, but no password is configured\. Set entra\.credential/,
      )
    }
    const error = await failure(certificate.certPem + encryptedKey('pkcs8'), {
      env: 'CERTIFICATE_TEST_PASSWORD',
    })
    expect(error.code).to.equal('secretMissing')
    expect(error.message).to.contain('entra.credential.certificatePassword')
  })

  const invalidFiles: Array<[name: string, pem: () => string, message: RegExp]> = [
    [
      'without a key',
      () => certificate.certPem,
      /does not contain a private key\. Add the private key of the certificate as PEM\.$/,
    ],
    [
      'without a certificate',
      () => certificate.keyPem,
      /does not contain a PEM certificate\. .* openssl pkcs12\.$/,
    ],
    ['without content', () => '', /does not contain a PEM certificate/],
    ['in the PFX format', () => '0\x82\x01\x00 a PFX', /does not contain a PEM certificate/],
    [
      'with the key of another certificate',
      () => certificate.certPem + otherCertificate.keyPem,
      /private key that does not match its first certificate\. Put/,
    ],
    [
      'with another certificate first',
      () => otherCertificate.certPem + certificate.certPem + certificate.keyPem,
      /does not match its first certificate/,
    ],
    [
      'with a truncated key',
      () => certificate.certPem + certificate.keyPem.slice(0, 300),
      /cannot be read \(/,
    ],
    [
      'with a damaged key',
      () => certificate.certPem + certificate.keyPem.replace(/\n[^-]+\n/, '\nAAAA\n'),
      /cannot be read \(/,
    ],
    [
      'with an elliptic curve key',
      () => certificate.certPem + ellipticKey(),
      /contains a private key that is not RSA\. Use a certificate with an RSA key/,
    ],
  ]
  for (const [name, pem, text] of invalidFiles) {
    it(`fails with signInFailed and the path for a file ${name}`, async () => {
      fixture.entra.log.clear()
      const error = await failure(pem())
      expect(error.code).to.equal('signInFailed')
      expect(error.message)
        .to.match(/^The certificate file .*certificate\.pem (contains|does not contain)/)
        .and.match(text)
      expect(fixture.entra.log.count()).to.equal(0)
    })
  }

  it('fails with signInFailed and the path if the file cannot be read', async () => {
    const credential = { type: 'certificate', clientId, certificatePath: '/nowhere/at/all.pem' } as const
    const error = await failureOf(fixture.source({ credential }).readGroups('all'))
    expect([error.code, error.message]).to.deep.equal([
      'signInFailed',
      'The certificate file /nowhere/at/all.pem cannot be read. Check entra.credential.certificatePath and the permissions of the file.',
    ])
    expect(error.cause).to.have.property('code', 'ENOENT')
  })

  it('fails with AADSTS700027 if the certificate is not registered', async () => {
    const error = await failure(otherCertificate.certPem + otherCertificate.keyPem)
    expect(error.code).to.equal('signInFailed')
    expect(error.message).to.match(
      /AADSTS700027: .*\. Upload the public part of the certificate to the application\.$/,
    )
  })
})

const ellipticKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
