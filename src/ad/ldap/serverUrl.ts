import { WritebackError } from '../../errors.js'

/** Where to connect to, and how it is protected. */
export interface Target {
  host: string
  port: number
  protection: 'tls' | 'startTls' | 'none'
  /** For messages. */
  url: string
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/i
const hint = 'Write it as ldaps://host[:port] or ldap://host[:port].'

/**
 * Reads the address of a directory server. Plain LDAP goes to this machine only: a bind over it sends the password
 * as it is.
 * @throws WritebackError `configInvalid`
 */
export function parseTarget(url: string, startTls: boolean): Target {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const secure = parsed?.protocol === 'ldaps:'
  if (!parsed || (!secure && parsed.protocol !== 'ldap:') || !parsed.hostname || hasMore(parsed)) {
    throw new WritebackError('configInvalid', `"${withoutUser(url)}" is no address of a directory server.`, {
      hint,
    })
  }
  const host = parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  const protection = secure ? 'tls' : startTls ? 'startTls' : 'none'
  if (protection === 'none' && !loopback.test(host)) {
    throw new WritebackError('configInvalid', `${url} is LDAP without TLS.`, {
      hint: 'Use ldaps:// or set directory.tls.startTls; plain LDAP is accepted to this machine only.',
    })
  }
  const port = Number(parsed.port) || (secure ? 636 : 389)
  return { host, port, protection, url: `${parsed.protocol}//${parsed.hostname}:${port}` }
}

const hasMore = ({ username, password, pathname, search, hash }: URL): boolean =>
  [username, password, search, hash].some(Boolean) || (pathname !== '' && pathname !== '/')

/** Somebody may have put a password into the address. */
const withoutUser = (url: string): string => url.replace(/\/\/.*@/, '//…@')
