import { readFile } from 'node:fs/promises'
import * as tls from 'node:tls'

/**
 * The certificate authorities to trust: the usual ones and, where a file is named, those in it. Undefined leaves the
 * choice to Node, which then also reads NODE_EXTRA_CA_CERTS.
 */
export async function trustedAuthorities({ caPath }: { caPath?: string }): Promise<string[] | undefined> {
  if (caPath === undefined) return undefined
  // getCACertificates, from Node 22.15 on, knows NODE_EXTRA_CA_CERTS as well.
  const usual =
    'getCACertificates' in tls ? (tls.getCACertificates as () => string[])() : tls.rootCertificates
  return [...usual, await readFile(caPath, 'utf8')]
}
