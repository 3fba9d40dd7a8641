/** Reads a collection of Graph page by page. */
import { WritebackError } from '../../errors.js'
import type { Page } from '../../model/completeRead.js'
import { graphFailureOf } from './failures.js'
import type { RequestOptions } from './types.js'

interface CollectionBody<T> {
  value?: T[]
  '@odata.nextLink'?: string
}

/**
 * Yields the pages of a collection. `url` is a path, or a next link from an earlier response.
 * @throws WritebackError `graphUnexpected` if a page has no list, or if a next link is not allowed
 */
export async function* readPages<T>(
  get: (url: string, options: RequestOptions) => Promise<unknown>,
  graphUrl: string,
  url: string,
  options: RequestOptions = {},
): AsyncGenerator<Page<T>> {
  const seen = new Set<string>()
  if (!url.startsWith('/')) checkNextLink(url, graphUrl, seen)
  let next: string | undefined = url
  let pageOptions = options
  while (next !== undefined) {
    const body = (await get(next, pageOptions)) as CollectionBody<T> | null
    if (!Array.isArray(body?.value)) throw missingList(url)
    next = body['@odata.nextLink']
    if (next !== undefined) checkNextLink(next, graphUrl, seen)
    yield { items: body.value, last: next === undefined }
    // A next link contains its version; headers must be sent with every page.
    pageOptions = { ...options, beta: false }
  }
}

/** Yields items that are already complete as a collection of one page. */
export async function* singlePage<T>(items: readonly T[]): AsyncGenerator<Page<T>> {
  yield { items, last: true }
}

/**
 * Checks that a next link stays on the Graph host, since requests carry the token, and that it was not followed before,
 * since such a listing would never end.
 */
function checkNextLink(link: string, graphUrl: string, seen: Set<string>): void {
  const isForeign = !URL.canParse(link) || new URL(link).origin !== graphUrl
  if (!isForeign && !seen.has(link)) {
    seen.add(link)
    return
  }
  const target = isForeign ? 'another host' : 'a page that was already read'
  throw new WritebackError(
    'graphUnexpected',
    `The next link of a listing points to ${target}: ${String(link).split('?')[0]}.`,
    { hint: 'Check entra.graphUrl.' },
  )
}

const missingList = (url: string): WritebackError =>
  new WritebackError('graphUnexpected', `The response of Graph for ${url.split('?')[0]} contains no list.`, {
    hint: 'Check entra.graphUrl, the proxy (HTTPS_PROXY) and any gateway in between.',
  })

/** Graph's code for a page token that is too old, or that was sent without the header of an advanced query. */
const expiredPageToken = 'Directory_ExpiredPageToken'

export const isPageTokenExpired = (error: unknown): boolean =>
  graphFailureOf(error)?.graphCode === expiredPageToken

/** Reads a listing once more from its start if its page token expired. */
export async function retryExpiredListing<T>(
  read: () => Promise<T>,
  readAgain: () => Promise<T> = read,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isPageTokenExpired(error)) throw error
    return readAgain()
  }
}
