/** Listings, page by page. */
import { WritebackError } from '../../errors.js'
import type { Page } from '../../model/completeRead.js'
import { graphFailure } from './failures.js'
import type { RequestOptions } from './messages.js'

interface Body<T> {
  value?: T[]
  '@odata.nextLink'?: string
}

export async function* pages<T>(
  get: (url: string, options: RequestOptions) => Promise<unknown>,
  graphUrl: string,
  url: string,
  options: RequestOptions = {},
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>()
  if (!url.startsWith('/')) checkLink(url, graphUrl, seen)
  let next: string | undefined = url
  let follow = options
  while (next !== undefined) {
    const body = (await get(next, follow)) as Body<T> | null
    if (!Array.isArray(body?.value)) throw noCollection(url)
    next = body['@odata.nextLink']
    if (next !== undefined) checkLink(next, graphUrl, seen)
    yield { items: body.value, last: next === undefined }
    // A link names its version itself; headers have to be sent with every page.
    follow = { ...options, beta: false }
  }
}

/** What is there at once, as a listing of one page. */
export async function* onePage<T>(items: readonly T[]): AsyncGenerator<Page<T>> {
  yield { items, last: true }
}

/** The token goes only where it belongs, and a listing that leads back into itself never ends. */
function checkLink(link: string, graphUrl: string, seen: Set<string>): void {
  const isForeign = !URL.canParse(link) || new URL(link).origin !== graphUrl
  if (!isForeign && !seen.has(link)) {
    seen.add(link)
    return
  }
  const what = isForeign ? 'leads to another host' : 'leads back to a page that was read before'
  throw new WritebackError(
    'graphUnexpected',
    `The next link of a listing ${what}: ${String(link).split('?')[0]}.`,
    { hint: 'Check entra.graphUrl.' },
  )
}

const noCollection = (url: string): WritebackError =>
  new WritebackError(
    'graphUnexpected',
    `Graph answered ${url.split('?')[0]} with something that is no list.`,
    {
      hint: 'Check entra.graphUrl, and what stands between here and there.',
    },
  )

/** Graph answers a page token that grew too old, or that an advanced query's header is missing from, like this. */
const expired = 'Directory_ExpiredPageToken'

export const isExpired = (error: unknown): boolean => graphFailure(error)?.graphCode === expired

/** A listing whose page token expired is read again from its start, once. */
export async function restarted<T>(read: () => Promise<T>, again: () => Promise<T> = read): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isExpired(error)) throw error
    return again()
  }
}
