/** Rules for URLs of domain controllers that the configuration and the LDAP connection share. */

const loopbackHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** Parses an LDAP URL that has a host, an optional port and nothing else; returns undefined for any other text. */
export function parseLdapUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['ldap:', 'ldaps:'].includes(url.protocol) || !url.hostname) return undefined
  const { username, password, pathname, search, hash } = url
  return ['', '/'].includes(pathname) && ![username, password, search, hash].some(Boolean) ? url : undefined
}

/** True for this machine: the only host to which plain LDAP is permitted, because a bind sends the password in it. */
export const isLoopback = ({ hostname }: URL): boolean => loopbackHost.test(hostname)
