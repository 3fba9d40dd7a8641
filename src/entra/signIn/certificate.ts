/** The certificate to sign in with, looked at first: what @azure/identity says of a bad one helps nobody. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { WritebackError } from '../../errors.js'

/**
 * The text of a PEM file with a certificate and its private key.
 * @throws WritebackError `signInFailed`, naming the file and what is wrong with it
 */
export async function readCertificate(path: string, password: string | undefined): Promise<string> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw unusable(
      path,
      'cannot be read',
      'Check entra.credential.certificatePath and the rights on the file.',
      cause,
    )
  })
  const certificate = certificateIn(pem)
  if (!certificate) {
    const hint = 'Write certificate and private key as PEM; a PFX can be converted with openssl pkcs12.'
    throw unusable(path, 'holds no certificate in PEM', hint)
  }
  const key = privateKeyIn(pem, path, password)
  if (key.asymmetricKeyType !== 'rsa') {
    throw unusable(path, 'has a private key that is not RSA', 'Entra takes certificates with RSA keys only.')
  }
  if (!certificate.checkPrivateKey(key)) {
    const hint = 'Put the certificate that belongs to the key first.'
    throw unusable(path, 'has a private key that does not belong to its first certificate', hint)
  }
  return pem
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}

function privateKeyIn(pem: string, path: string, passphrase: string | undefined): KeyObject {
  if (!/-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/.test(pem)) {
    throw unusable(path, 'holds no private key', 'Add the private key of the certificate, as PEM.')
  }
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase !== undefined && { passphrase }) })
  } catch (error) {
    // Not kept as the cause: nobody promises that what OpenSSL says holds nothing of what it was given.
    const isEncrypted = /ENCRYPTED/.test(pem)
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    if (!isEncrypted)
      throw unusable(path, `has a private key that cannot be read (${code})`, 'Export it again.')
    const hint = 'Correct entra.credential.certificatePassword.'
    throw passphrase === undefined
      ? unusable(path, 'has an encrypted private key, and no password is configured', hint)
      : unusable(path, 'has a private key that its password does not open', hint)
  }
}

const unusable = (path: string, what: string, hint: string, cause?: unknown): WritebackError =>
  new WritebackError('signInFailed', `The certificate file ${path} ${what}.`, { hint, cause })
