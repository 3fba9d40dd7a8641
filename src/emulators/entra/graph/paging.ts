/**
 * Paged listings. The first page determines the objects of a listing. A page token is opaque to the client
 * and valid for any page of its listing, until many later listings have been opened.
 */
import { expiredPageToken } from '../errors.js'
import type { EntraRequest } from '../messages.js'
import type { Query } from './query.js'

export interface PagingOptions {
  /** Maximum number of items per page, also for a larger `$top`. May be changed while listings are open. */
  pageSize?: number
  /** Inserts an empty page with a nextLink after every page with items. */
  emptyPages?: boolean
}

export interface Page {
  ids: readonly string[]
  /** Number of items in all pages. */
  total: number
  first: boolean
  /** The query of the first page; the repeated options in the link of a token are ignored. */
  query: Query
  /** `$skiptoken` of the next page. */
  next?: string
}

export interface Paging extends PagingOptions {
  open(ids: readonly string[], query: Query, path: string): Page
  /** @throws GraphRefusal 400 Directory_ExpiredPageToken */
  resume(token: string, request: EntraRequest): Page
}

interface Listing {
  ids: readonly string[]
  query: Query
  path: string
}

const defaultPageSize = 100
const maxListings = 4096

export function createPaging(options: PagingOptions): Paging {
  const listings = new Map<string, Listing>()
  let opened = 0

  function pageOf(id: string, listing: Listing, start: number, empty: boolean): Page {
    const { ids, query } = listing
    const size = Math.min(query.top ?? defaultPageSize, paging.pageSize ?? Infinity)
    const end = empty ? start : start + size
    const more = end < ids.length
    const common = { total: ids.length, first: start === 0 && !empty, query, ids: ids.slice(start, end) }
    if (!more) return common
    const emptyNext = !empty && paging.emptyPages === true
    return { ...common, next: encode(id, end, emptyNext) }
  }

  const paging: Paging = {
    ...options,
    open(ids, query, path) {
      const id = String(++opened)
      const listing = { ids, query, path }
      const page = pageOf(id, listing, 0, false)
      if (page.next !== undefined) keepListing(listings, id, listing)
      return page
    },
    resume(token, request) {
      const { id, start, empty } = decode(token)
      const listing = listings.get(id)
      // The index for advanced queries does not accept tokens of ordinary queries, and vice versa.
      const eventual = request.headers['consistencylevel']?.toLowerCase() === 'eventual'
      if (!listing || listing.path !== request.path || (needsHeader(listing.query) && !eventual)) {
        throw expiredPageToken()
      }
      keepListing(listings, id, listing)
      return pageOf(id, listing, start, empty)
    },
  }
  return paging
}

const needsHeader = (query: Query): boolean =>
  query.advanced || (query.eventual && query.search !== undefined)

function keepListing(listings: Map<string, Listing>, id: string, listing: Listing): void {
  listings.delete(id)
  listings.set(id, listing)
  if (listings.size <= maxListings) return
  const [oldest] = listings.keys()
  if (oldest !== undefined) listings.delete(oldest)
}

/** Builds the link to a page with the query options of the first one. */
export function pageLink(origin: string, url: string, token: string): string {
  const [path = '', options = ''] = url.split('?')
  const kept = options.split('&').filter((option) => option && !/^(\$|%24)skiptoken=/i.test(option))
  return `${origin}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

const encode = (id: string, start: number, empty: boolean): string =>
  Buffer.from(`${id}.${start}.${empty ? 'e' : 'f'}`).toString('base64url')

let repeats = 0

/** Returns another token for the page that starts `back` items before the page of this token. */
export function equivalentToken(token: string, back = 0): string {
  const { id, start } = decode(token)
  return Buffer.from(`${id}.${start - back}.f.${++repeats}`).toString('base64url')
}

function decode(token: string): { id: string; start: number; empty: boolean } {
  const [id = '', start = '', kind] = Buffer.from(token, 'base64url').toString().split('.')
  return { id, start: Number(start), empty: kind === 'e' }
}
