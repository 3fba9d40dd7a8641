/** Files that a configuration names: whether they are there, and hold what they should. */
import { X509Certificate } from 'node:crypto'
import { access, constants, readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Finding, Loose } from './rules.js'

/** Secrets are not among them: they are fetched when they are needed. */
export async function fileFindings({ entra, directory, state }: Loose, base: string): Promise<Finding[]> {
  const findings = await Promise.all([
    findingsOf('entra.tls.caPath', entra?.tls?.['caPath'], base, authorityFault),
    findingsOf('entra.credential.certificatePath', entra?.credential?.['certificatePath'], base),
    findingsOf('directory.tls.caPath', directory?.tls?.['caPath'], base, authorityFault),
    stateFindings(state?.['directory'], base),
  ])
  return findings.flat()
}

/** The first run makes the folder; a file of that name is in its way. */
async function stateFindings(written: unknown, base: string): Promise<Finding[]> {
  if (typeof written !== 'string' || written === '') return []
  const found = await stat(resolve(base, written)).catch(() => undefined)
  return found === undefined || found.isDirectory()
    ? []
    : [
        {
          path: 'state.directory',
          message: 'names a file, not a folder.',
          hint: `Relative paths count from ${base}.`,
        },
      ]
}

type Fault = Omit<Finding, 'path'>

async function findingsOf(
  path: string,
  written: unknown,
  base: string,
  contentFault: (file: string) => Promise<Fault | undefined> = async () => undefined,
): Promise<Finding[]> {
  if (typeof written !== 'string' || written === '') return []
  const file = resolve(base, written)
  const message = await accessFault(file)
  // The path itself is not quoted: people paste the certificate with its key where its path belongs.
  if (message) return [{ path, message, hint: `Relative paths count from ${base}.` }]
  const fault = await contentFault(file)
  return fault ? [{ path, ...fault }] : []
}

async function accessFault(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.R_OK)
    return (await stat(file)).isDirectory() ? 'names a folder, not a file.' : undefined
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    return isMissing ? 'names a file that is not there.' : 'names a file that this account cannot read.'
  }
}

/** TLS passes over an authority that it cannot read, and then trusts nobody. */
async function authorityFault(file: string): Promise<Fault | undefined> {
  const text = await readFile(file, 'latin1')
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? []
  if (certificates.length > 0 && certificates.every(isCertificate)) return undefined
  return {
    message: 'names a file that holds no certificate in PEM, or one that cannot be read.',
    hint: 'Export it as Base-64; a binary one is converted with openssl x509 -inform der.',
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined
  } catch {
    return false
  }
}
