/**
 * Listings that go over several pages. The first page fixes which objects there are; a page token is opaque to the
 * client and good for any page of a listing until many others have been opened since.
 */
import { expiredPageToken } from '../errors.js'
import type { EntraRequest } from '../messages.js'
import type { Query } from './query.js'

export interface PagingOptions {
  /** At most so many items a page, whatever `$top` says. May be changed while listings are open. */
  pageSize?: number
  /** After every page with items, one without, that still has a nextLink. */
  emptyPages?: boolean
}

export interface Page {
  ids: readonly string[]
  /** How many there are in all. */
  total: number
  first: boolean
  /** The query of the first page; what a token's link repeats of it is not read again. */
  query: Query
  /** The value of `$skiptoken` for the page after. */
  next?: string
}

export interface Paging extends PagingOptions {
  open(ids: readonly string[], query: Query, path: string): Page
  /** @throws Refusal 400 Directory_ExpiredPageToken */
  resume(token: string, request: EntraRequest): Page
}

interface Listing {
  ids: readonly string[]
  query: Query
  path: string
}

const defaultPageSize = 100
const listingsKept = 4096

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
      if (page.next !== undefined) keep(listings, id, listing)
      return page
    },
    resume(token, request) {
      const { id, start, empty } = decode(token)
      const listing = listings.get(id)
      // The index that answers advanced queries does not know the tokens of the plain ones, and the other way round.
      const eventual = request.headers['consistencylevel']?.toLowerCase() === 'eventual'
      if (!listing || listing.path !== request.path || (needsHeader(listing.query) && !eventual)) {
        throw expiredPageToken()
      }
      keep(listings, id, listing)
      return pageOf(id, listing, start, empty)
    },
  }
  return paging
}

const needsHeader = (query: Query): boolean =>
  query.advanced || (query.eventual && query.search !== undefined)

function keep(listings: Map<string, Listing>, id: string, listing: Listing): void {
  listings.delete(id)
  listings.set(id, listing)
  if (listings.size <= listingsKept) return
  const [oldest] = listings.keys()
  if (oldest !== undefined) listings.delete(oldest)
}

/** To the same listing, with the options it was opened with. */
export function pageLink(origin: string, url: string, token: string): string {
  const [path = '', options = ''] = url.split('?')
  const kept = options.split('&').filter((option) => option && !/^(\$|%24)skiptoken=/i.test(option))
  return `${origin}${path}?${[...kept, `$skiptoken=${token}`].join('&')}`
}

const encode = (id: string, start: number, empty: boolean): string =>
  Buffer.from(`${id}.${start}.${empty ? 'e' : 'f'}`).toString('base64url')

let repeats = 0

/** Another token for the page so many items before the one this token is for. */
export function repeatToken(token: string, back = 0): string {
  const { id, start } = decode(token)
  return Buffer.from(`${id}.${start - back}.f.${++repeats}`).toString('base64url')
}

function decode(token: string): { id: string; start: number; empty: boolean } {
  const [id = '', start = '', kind] = Buffer.from(token, 'base64url').toString().split('.')
  return { id, start: Number(start), empty: kind === 'e' }
}
