/** Creates certificates for test servers: valid ones, and invalid ones of every kind. */
import { generateKeyPairSync } from 'node:crypto'
import { isIP } from 'node:net'
import forge from 'node-forge'
import { signWith } from '../../src/emulators/certificates.js'

export interface Certificate {
  certificate: string
  key: string
}

export interface Authority {
  /** Certificate in PEM format. */
  certificate: string
  issue(names: readonly string[], validity?: Validity): Certificate
}

export interface Validity {
  from: Date
  to: Date
}

const day = 86_400_000
const usual = () => ({ from: new Date(Date.now() - day), to: new Date(Date.now() + 365 * day) })

/** One key pair for all certificates, because generating one is slow. */
let keys: { keyPem: string; publicKey: forge.pki.PublicKey } | undefined

function keyPair() {
  if (keys) return keys
  const pem = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  keys = {
    keyPem: pem.privateKey,
    publicKey: forge.pki.publicKeyFromPem(pem.publicKey),
  }
  return keys
}

export function makeAuthority(name: string): Authority {
  const authority = unsigned(name, usual())
  authority.setIssuer(authority.subject.attributes)
  authority.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true },
    { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true },
  ])
  signWith(keyPair(), authority)
  return {
    certificate: forge.pki.certificateToPem(authority),
    issue: (names, validity) => issue(names, authority.subject.attributes, validity),
  }
}

export const selfSigned = (names: readonly string[]): Certificate =>
  issue(names, [{ name: 'commonName', value: names[0] ?? '' }])

function issue(
  names: readonly string[],
  issuer: forge.pki.CertificateField[],
  validity: Validity = usual(),
): Certificate {
  const issued = unsigned(names[0] ?? '', validity)
  issued.setIssuer(issuer)
  issued.setExtensions([
    { name: 'basicConstraints', cA: false },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map(alternativeName) },
  ])
  signWith(keyPair(), issued)
  return { certificate: forge.pki.certificateToPem(issued), key: keyPair().keyPem }
}

function unsigned(name: string, { from, to }: Validity): forge.pki.Certificate {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = keyPair().publicKey
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(12))}`
  certificate.validity.notBefore = from
  certificate.validity.notAfter = to
  certificate.setSubject([{ name: 'commonName', value: name }])
  return certificate
}

/** Types of RFC 5280: 2 is a DNS name, 7 an IP address. */
const alternativeName = (name: string) => (isIP(name) ? { type: 7, ip: name } : { type: 2, value: name })
