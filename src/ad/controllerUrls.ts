/**
 * The domain controllers of a configuration, in the order in which they are tried: the preferred one first, where the
 * configuration or DNS still names it, then as they are written. DNS is asked when its turn comes, and once.
 */
import type { DirectoryConfig } from '../config/types.js'
import { asWritebackError, type WritebackError } from '../errors.js'
import { parseTarget } from './ldap/serverUrl.js'
import { discover, isDiscovered } from './discovery.js'

export interface Addresses {
  /** `onFailure` hears of a name that DNS does not know; the others are given all the same. */
  inOrder(onFailure: (failure: WritebackError) => void): AsyncGenerator<string, void, undefined>
  /** Whether there is, or may be, an address besides these. */
  hasOther(than: ReadonlySet<string>): boolean
}

export function addressesOf(
  { urls, tls }: DirectoryConfig,
  preferredUrl?: string,
  ask: (url: string) => Promise<string[]> = (url) => discover(url, tls),
): Addresses {
  const discovered = new Map<string, string[]>()
  const expand = async (url: string, onFailure: (failure: WritebackError) => void): Promise<string[]> => {
    if (!isDiscovered(url)) return [url]
    const known = discovered.get(url)
    if (known) return known
    try {
      const found = await ask(url)
      discovered.set(url, found)
      return found
    } catch (error) {
      onFailure(asWritebackError(error))
      return []
    }
  }
  /** The preferred one as it is written now; those that need no DNS are looked at first. */
  const findPreferred = async (): Promise<string | undefined> => {
    for (const url of urls.toSorted((a, b) => Number(isDiscovered(a)) - Number(isDiscovered(b)))) {
      const addresses = await expand(url, () => undefined)
      const found = addresses.find((address) => keyOf(address) === keyOf(preferredUrl ?? ''))
      if (found !== undefined) return found
    }
    return undefined
  }
  return {
    async *inOrder(onFailure) {
      const given = new Set<string>()
      const preferred = preferredUrl === undefined ? undefined : await findPreferred()
      if (preferred !== undefined) {
        yield preferred
        given.add(keyOf(preferred))
      }
      for (const url of urls) {
        for (const address of await expand(url, onFailure)) {
          if (!given.has(keyOf(address))) yield address
          given.add(keyOf(address))
        }
      }
    },
    hasOther: (than) =>
      urls.some((url) => {
        const addresses = isDiscovered(url) ? discovered.get(url) : [url]
        return addresses === undefined || addresses.some((address) => !than.has(address))
      }),
  }
}

/** The same for `ldaps://DC1` and `ldaps://dc1:636`. What is no address is refused where it is used. */
function keyOf(url: string): string {
  try {
    return parseTarget(url, true).url.toLowerCase()
  } catch {
    return url
  }
}
