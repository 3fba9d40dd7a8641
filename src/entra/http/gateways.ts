/** Responses of proxies and gateways, which are meant for people and not for programs. */

/** The title of an HTML page, where it has one. */
export const errorTitle = (html: string): string | undefined =>
  /<title>([^<]{1,200})/i.exec(html)?.[1]?.replaceAll(/\s+/g, ' ').trim()

/** Only proxies answer 407. */
export const proxyHint = 'The proxy requires authentication: add the user name and password to HTTPS_PROXY.'
