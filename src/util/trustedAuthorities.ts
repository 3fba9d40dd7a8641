import { readFile } from 'node:fs/promises'
import * as tls from 'node:tls'

/**
 * Returns the certificate authorities to trust: those of Node and those in the file. Returns undefined without a file, so
 * that Node uses its own, including those of NODE_EXTRA_CA_CERTS.
 */
export async function readTrustedAuthorities({ caPath }: { caPath?: string }): Promise<string[] | undefined> {
  if (caPath === undefined) return undefined
  // getCACertificates (Node 22.15 and later) includes those of NODE_EXTRA_CA_CERTS.
  const defaults =
    'getCACertificates' in tls ? (tls.getCACertificates as () => string[])() : tls.rootCertificates
  return [...defaults, await readFile(caPath, 'utf8')]
}
