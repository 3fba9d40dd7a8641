/** Responses of proxies and gateways, which are HTML pages instead of JSON. */

/** Returns the title of an HTML page, or undefined if it has none. */
export const htmlTitle = (html: string): string | undefined =>
  /<title>([^<]{1,200})/i.exec(html)?.[1]?.replaceAll(/\s+/g, ' ').trim()

/** The hint for status 407, which only proxies return. */
export const proxyAuthenticationHint =
  'Add the user name and password to HTTPS_PROXY; the proxy requires authentication.'
