/**
 * A certificate authority of the emulators' own, made when one starts and forgotten when it ends. A client has
 * to be given `caPem` as a trusted authority; nothing is ever installed on the machine.
 */
import { generateKeyPair, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import forge from 'node-forge'

export interface IssuedCertificate {
  certPem: string
  keyPem: string
}

export interface CertificateAuthority {
  caPem: string
  /**
   * A certificate for these host names and addresses, good for TLS servers and for signing client assertions. The
   * first one is the subject's common name.
   */
  issue(names: readonly string[]): Promise<IssuedCertificate>
}

interface KeyPair {
  publicKey: forge.pki.PublicKey
  keyPem: string
}

const hour = 3_600_000
const lifetime = 30 * 24 * hour
const makeKeyPair = promisify(generateKeyPair)

export async function createAuthority(name: string): Promise<CertificateAuthority> {
  // Keys take most of the time an emulator needs to start, so the first certificate's are made alongside.
  const [keys, spare] = await Promise.all([newKeys(), newKeys()])
  const unused = [spare]
  const ca = unsignedCertificate(name, keys.publicKey)
  ca.setIssuer(ca.subject.attributes)
  ca.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
    { name: 'subjectKeyIdentifier' },
  ])
  signWith(keys, ca)
  return {
    caPem: forge.pki.certificateToPem(ca),
    issue: async (names) => issue(ca, keys, unused.pop() ?? (await newKeys()), names),
  }
}

function issue(
  ca: forge.pki.Certificate,
  caKeys: KeyPair,
  keys: KeyPair,
  names: readonly string[],
): IssuedCertificate {
  const [commonName] = names
  if (commonName === undefined) throw new TypeError('A certificate needs at least one name.')
  const certificate = unsignedCertificate(commonName, keys.publicKey)
  certificate.setIssuer(ca.subject.attributes)
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
    { name: 'subjectAltName', altNames: names.map(alternativeName) },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: ca.generateSubjectKeyIdentifier().getBytes() },
  ])
  signWith(caKeys, certificate)
  return { certPem: forge.pki.certificateToPem(certificate), keyPem: keys.keyPem }
}

function unsignedCertificate(commonName: string, publicKey: forge.pki.PublicKey): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = publicKey
  certificate.serialNumber = serialNumber()
  // An hour back, so that a client whose clock is a little behind accepts it.
  certificate.validity.notBefore = new Date(Date.now() - hour)
  certificate.validity.notAfter = new Date(Date.now() + lifetime)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  return certificate
}

/** node:crypto signs in a millisecond, forge in fifty: it is asked only what is to be signed. */
export function signWith({ keyPem }: { keyPem: string }, certificate: forge.pki.Certificate): void {
  let content = ''
  const digest = { algorithm: 'sha256', update: (bytes: string) => (content = bytes) }
  const key = { sign: () => sign('sha256', Buffer.from(content, 'latin1'), keyPem).toString('latin1') }
  certificate.sign(key as unknown as forge.pki.rsa.PrivateKey, digest as unknown as forge.md.MessageDigest)
}

/** Positive, and without a leading zero byte: DER wants a number in its shortest form. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

/** In the words of RFC 5280: type 2 is a DNS name, type 7 an IP address. */
const alternativeName = (name: string) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })

/** node:crypto makes the keys in a thread of its own; forge would need seconds of this one where it has no native help. */
async function newKeys(): Promise<KeyPair> {
  const pair = await makeKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
    keyPem: pair.privateKey,
  }
}
