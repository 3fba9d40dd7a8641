/** Reads and validates the certificate to sign in with, since the errors of @azure/identity do not name the cause. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { WritebackError } from '../../errors.js'

/**
 * Returns the content of a PEM file with a certificate and its private key.
 * @throws WritebackError `signInFailed` with the file and the cause
 */
export async function readCertificate(path: string, password: string | undefined): Promise<string> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw certificateError(
      path,
      'cannot be read',
      'Check entra.credential.certificatePath and the permissions of the file.',
      cause,
    )
  })
  const certificate = parseCertificate(pem)
  if (!certificate) {
    const hint = 'Store the certificate and its private key as PEM; convert a PFX file with openssl pkcs12.'
    throw certificateError(path, 'does not contain a PEM certificate', hint)
  }
  const key = parsePrivateKey(pem, path, password)
  if (key.asymmetricKeyType !== 'rsa') {
    throw certificateError(
      path,
      'contains a private key that is not RSA',
      'Use a certificate with an RSA key; Entra supports no others.',
    )
  }
  if (!certificate.checkPrivateKey(key)) {
    const hint = 'Put the certificate of the private key first.'
    throw certificateError(path, 'contains a private key that does not match its first certificate', hint)
  }
  return pem
}

function parseCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function parsePrivateKey(pem: string, path: string, passphrase: string | undefined): KeyObject {
  if (!/-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/.test(pem)) {
    throw certificateError(
      path,
      'does not contain a private key',
      'Add the private key of the certificate as PEM.',
    )
  }
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch (error) {
    // Not kept as the cause, because an OpenSSL message is not guaranteed to contain nothing of the key.
    const isEncrypted = /ENCRYPTED/.test(pem)
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (!isEncrypted)
      throw certificateError(
        path,
        `contains a private key that cannot be read (${code})`,
        'Export the private key again.',
      )
    const hint = 'Set entra.credential.certificatePassword to the password of the private key.'
    throw passphrase === undefined
      ? certificateError(path, 'contains an encrypted private key, but no password is configured', hint)
      : certificateError(path, 'contains a private key that the configured password cannot decrypt', hint)
  }
}

const certificateError = (path: string, reason: string, hint: string, cause?: unknown): WritebackError =>
  new WritebackError('signInFailed', `The certificate file ${path} ${reason}.`, { hint, cause })
