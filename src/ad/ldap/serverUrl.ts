/** Parses the URL of a directory server and decides how its connection is protected. */
import { WritebackError } from '../../errors.js'
import { isLoopback, parseLdapUrl } from '../../util/serverUrls.js'

/** A directory server and the protection of the connection to it. */
export interface ServerAddress {
  /** IPv6 addresses without brackets. */
  host: string
  port: number
  protection: 'tls' | 'startTls' | 'none'
  /** The URL with its port, for messages. */
  url: string
}

/**
 * Parses the URL of a directory server. Plain LDAP is accepted to this machine only, because a bind over it sends the
 * password unencrypted.
 * @throws WritebackError `configInvalid`
 */
export function parseServerUrl(url: string, startTls: boolean): ServerAddress {
  const parsed = parseLdapUrl(url)
  if (!parsed) {
    throw new WritebackError('configInvalid', `"${withoutCredentials(url)}" is not a valid LDAP URL.`, {
      hint: 'Use the form ldaps://host[:port] or ldap://host[:port].',
    })
  }
  const isLdaps = parsed.protocol === 'ldaps:'
  const protection = isLdaps ? 'tls' : startTls ? 'startTls' : 'none'
  if (protection === 'none' && !isLoopback(parsed)) {
    throw new WritebackError('configInvalid', `${url} is LDAP without TLS.`, {
      hint: 'Use ldaps:// or set directory.tls.startTls; plain LDAP is accepted to localhost only.',
    })
  }
  const port = Number(parsed.port) || (isLdaps ? 636 : 389)
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  return { host, port, protection, url: `${parsed.protocol}//${parsed.hostname}:${port}` }
}

/** Removes user name and password from a URL that is shown in a message. */
const withoutCredentials = (url: string): string => url.replace(/\/\/.*@/, '//…@')
