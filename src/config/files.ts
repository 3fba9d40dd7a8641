/** Checks the files that a configuration names: they must exist, be readable and have valid content. */
import { X509Certificate } from 'node:crypto'
import { access, constants, readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Finding, UncheckedConfig } from './rules.js'

/** Checks the files of a configuration, except secrets: those are read when they are needed. */
export async function checkFiles(
  { entra, directory, state }: UncheckedConfig,
  base: string,
): Promise<Finding[]> {
  const findings = await Promise.all([
    checkFile('entra.tls.caPath', entra?.tls?.['caPath'], base, checkAuthorities),
    checkFile('entra.credential.certificatePath', entra?.credential?.['certificatePath'], base),
    checkFile('directory.tls.caPath', directory?.tls?.['caPath'], base, checkAuthorities),
    checkStateFolder(state?.['directory'], base),
  ])
  return findings.flat()
}

/** A missing folder is valid, because the first run creates it. */
async function checkStateFolder(written: unknown, base: string): Promise<Finding[]> {
  if (typeof written !== 'string' || written === '') return []
  const found = await stat(resolve(base, written)).catch(() => undefined)
  return found === undefined || found.isDirectory()
    ? []
    : [
        {
          path: 'state.directory',
          message: 'names a file, but must name a folder.',
          hint: pathHint(base),
        },
      ]
}

type FileFault = Omit<Finding, 'path'>

const pathHint = (base: string): string => `Check the path; relative paths are resolved against ${base}.`

async function checkFile(
  path: string,
  written: unknown,
  base: string,
  checkContent: (file: string) => Promise<FileFault | undefined> = async () => undefined,
): Promise<Finding[]> {
  if (typeof written !== 'string' || written === '') return []
  const file = resolve(base, written)
  const message = await accessError(file)
  // The message does not quote the path, because people paste a certificate with its private key here.
  if (message) return [{ path, message, hint: pathHint(base) }]
  const fault = await checkContent(file)
  return fault ? [{ path, ...fault }] : []
}

async function accessError(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK)
    return (await stat(file)).isDirectory() ? 'names a folder, but must name a file.' : undefined
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    return isMissing ? 'names a file that does not exist.' : 'names a file that this account cannot read.'
  }
}

/** Checks a file of certificate authorities: TLS ignores an invalid certificate and then rejects every server. */
async function checkAuthorities(file: string): Promise<FileFault | undefined> {
  const text = await readFile(file, 'latin1')
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (certificates.length > 0 && certificates.every(isCertificate)) return undefined
  return {
    message: 'names a file that does not contain valid certificates in PEM format.',
    hint: 'Export it as Base-64, or convert a DER file with openssl x509 -inform der.',
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}
