/**
 * Lists the URLs of the configured domain controllers in the order in which they are tried: the preferred one first,
 * if the configuration or DNS still lists it, then in the order of the configuration. A `dns:` URL is resolved when
 * its turn comes, and only once.
 */
import type { DirectoryConfig } from '../config/types.js'
import { toWritebackError, type WritebackError } from '../errors.js'
import { parseServerUrl } from './ldap/serverUrl.js'
import { discoverControllers, isDnsUrl } from './discovery.js'

type OnFailure = (failure: WritebackError) => void

export interface ControllerUrls {
  /** Lists the URLs. `onFailure` is called for a domain that DNS cannot resolve; the other URLs are still listed. */
  listInOrder(onFailure: OnFailure): AsyncGenerator<string, void, undefined>
  /** True if there is a URL besides these, or an unresolved `dns:` URL that may yield one. */
  hasOtherThan(than: ReadonlySet<string>): boolean
}

export function controllerUrls(
  { urls, tls }: DirectoryConfig,
  preferredUrl?: string,
  queryDns: (url: string) => Promise<string[]> = (url) => discoverControllers(url, tls),
): ControllerUrls {
  const resolver = createResolver(queryDns)
  return {
    listInOrder: (onFailure) => listUrls(urls, preferredUrl, resolver, onFailure),
    hasOtherThan: (than) =>
      urls.some((url) => {
        const addresses = resolver.resolved(url)
        return addresses === undefined || addresses.some((address) => !than.has(address))
      }),
  }
}

interface Resolver {
  /** Returns the URLs that a configured URL stands for; none if DNS cannot resolve it. */
  resolve: (url: string, onFailure: OnFailure) => Promise<readonly string[]>
  /** The same without a DNS query; undefined if the URL is not resolved yet. */
  resolved: (url: string) => readonly string[] | undefined
}

/** Resolves `dns:` URLs and caches successful answers. */
function createResolver(queryDns: (url: string) => Promise<string[]>): Resolver {
  const cache = new Map<string, string[]>()
  const resolved = (url: string) => (isDnsUrl(url) ? cache.get(url) : [url])
  return {
    resolved,
    async resolve(url, onFailure) {
      const cached = resolved(url)
      if (cached) return cached
      try {
        const found = await queryDns(url)
        cache.set(url, found)
        return found
      } catch (error) {
        onFailure(toWritebackError(error))
        return []
      }
    },
  }
}

async function* listUrls(
  urls: readonly string[],
  preferredUrl: string | undefined,
  resolver: Resolver,
  onFailure: OnFailure,
): AsyncGenerator<string, void, undefined> {
  const listed = new Set<string>()
  const preferred = preferredUrl === undefined ? undefined : await findPreferred(urls, preferredUrl, resolver)
  if (preferred !== undefined) {
    yield preferred
    listed.add(comparableUrl(preferred))
  }
  for (const url of urls) {
    for (const address of await resolver.resolve(url, onFailure)) {
      if (!listed.has(comparableUrl(address))) yield address
      listed.add(comparableUrl(address))
    }
  }
}

/** Finds the preferred URL as it is spelled now. URLs that need no DNS query are compared first. */
async function findPreferred(
  urls: readonly string[],
  preferredUrl: string,
  { resolve }: Resolver,
): Promise<string | undefined> {
  for (const url of urls.toSorted((a, b) => Number(isDnsUrl(a)) - Number(isDnsUrl(b)))) {
    const addresses = await resolve(url, () => undefined)
    const found = addresses.find((address) => comparableUrl(address) === comparableUrl(preferredUrl))
    if (found !== undefined) return found
  }
  return undefined
}

/** The same text for `ldaps://DC1` and `ldaps://dc1:636`. An invalid URL is kept; connecting to it throws. */
function comparableUrl(url: string): string {
  try {
    return parseServerUrl(url, true).url.toLowerCase()
  } catch {
    return url
  }
}
