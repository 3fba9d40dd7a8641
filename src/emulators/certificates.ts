/**
 * An in-memory certificate authority for one emulator. Clients must trust its `caPem`; nothing is installed on
 * the machine.
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
   * Issues a certificate for these host names and addresses, valid for TLS servers and for signing client
   * assertions. The first name is the subject's common name.
   */
  issue(names: readonly string[]): Promise<IssuedCertificate>
}

interface KeyPair {
  publicKey: forge.pki.PublicKey
  keyPem: string
}

const hour = 3_600_000
const lifetime = 30 * 24 * hour
const generatePair = promisify(generateKeyPair)

export async function createAuthority(name: string): Promise<CertificateAuthority> {
  // Generating keys takes most of the start-up time, so the first certificate's keys are generated in parallel.
  const [keys, spare] = await Promise.all([generateKeys(), generateKeys()])
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
    issue: async (names) => issue(ca, keys, unused.pop() ?? (await generateKeys()), names),
  }
}

function issue(
  ca: forge.pki.Certificate,
  caKeys: KeyPair,
  keys: KeyPair,
  names: readonly string[],
): IssuedCertificate {
  const [commonName] = names
  if (commonName === undefined) throw new TypeError('A certificate must have at least one name.')
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
  // One hour in the past, so that clients with a slow clock accept it.
  certificate.validity.notBefore = new Date(Date.now() - hour)
  certificate.validity.notAfter = new Date(Date.now() + lifetime)
  certificate.setSubject([{ name: 'commonName', value: commonName }])
  return certificate
}

/** Signs with node:crypto, which takes a millisecond instead of forge's fifty; forge provides the bytes to sign. */
export function signWith({ keyPem }: { keyPem: string }, certificate: forge.pki.Certificate): void {
  let content = ''
  const digest = { algorithm: 'sha256', update: (bytes: string) => (content = bytes) }
  const key = { sign: () => sign('sha256', Buffer.from(content, 'latin1'), keyPem).toString('latin1') }
  certificate.sign(key as unknown as forge.pki.rsa.PrivateKey, digest as unknown as forge.md.MessageDigest)
}

/** Returns a positive number without a leading zero byte, because DER requires the shortest form. */
function serialNumber(): string {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

/** Types of RFC 5280: 2 is a DNS name, 7 an IP address. */
const alternativeName = (name: string) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })

/** Generates keys in a thread of node:crypto; forge would block this thread for seconds. */
async function generateKeys(): Promise<KeyPair> {
  const pair = await generatePair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return {
    publicKey: forge.pki.publicKeyFromPem(pair.publicKey),
    keyPem: pair.privateKey,
  }
}
