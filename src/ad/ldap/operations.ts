/** The LDAP operations of an open connection. */
import type { Page } from '../../model/completeRead.js'
import type { DirectoryEntry } from './responses.js'
import { emptyCredentialsError, pagingControlMissingError, tooManyEntriesError } from './errors.js'
import {
  addRequest,
  bindRequest,
  deleteRequest,
  modifyDnRequest,
  modifyRequest,
  requestTimeoutMs,
  searchRequest,
  type Modification,
  type LdapRequest,
  type SearchRequest,
  type LdapValue,
} from './requests.js'
import type { LdapResult, Channel } from './channel.js'
import { controlTypes, pagedResults, type Control } from './controls.js'

/** An open connection. Its methods throw WritebackErrors with an `LdapFailure` as their cause. */
export interface Connection {
  /** Binds once, without a retry. @throws WritebackError `bindRefused` */
  bind(name: string, password: string): Promise<void>
  /**
   * Searches page by page; only the page after which the server has no more is `last`. Referrals are not followed.
   */
  search(request: SearchRequest): AsyncGenerator<Page<DirectoryEntry>, void, undefined>
  add(dn: string, attributes: Readonly<Record<string, readonly LdapValue[]>>): Promise<void>
  modify(dn: string, changes: readonly Modification[], controls?: readonly Control[]): Promise<void>
  modifyDn(dn: string, newRdn: string, newSuperior?: string): Promise<void>
  delete(dn: string, controls?: readonly Control[]): Promise<void>
  /** Closes the connection and rejects pending requests. */
  close(): void
  readonly closed: boolean
  /** The URL that the connection was opened to. */
  readonly url: string
  /** The number of requests sent. */
  requests(): number
}

/** AD's MaxPageSize. */
export const maxPageSize = 1000

export function createConnection(session: Channel, url: string): Connection {
  const exchange = async (request: LdapRequest) => void (await session.exchange(request))
  return {
    async bind(name, password) {
      if (!name || !password) throw emptyCredentialsError(name)
      await session.exchange(bindRequest(name, password))
    },
    search: (request) => searchPages(session, request),
    add: (dn, attributes) => exchange(addRequest(dn, attributes)),
    modify: (dn, changes, controls = []) => exchange(modifyRequest(dn, changes, controls)),
    modifyDn: (dn, newRdn, newSuperior) => exchange(modifyDnRequest(dn, newRdn, newSuperior)),
    delete: (dn, controls = []) => exchange(deleteRequest(dn, controls)),
    close: () => session.close(),
    get closed() {
      return session.closed
    },
    url,
    requests: () => session.requests(),
  }
}

async function* searchPages(
  session: Channel,
  request: SearchRequest,
): AsyncGenerator<Page<DirectoryEntry>, void, undefined> {
  const size = Math.min(request.pageSize ?? maxPageSize, maxPageSize)
  const paged = request.scope !== 'base'
  const timeLimit = timeLimitSeconds(request, session.timeoutMs)
  let cookie: Buffer = Buffer.alloc(0)
  for (;;) {
    const items: DirectoryEntry[] = []
    const controls = [...(request.controls ?? []), ...(paged ? [pagedResults(size, cookie)] : [])]
    const page = searchRequest(request, timeLimit, controls)
    const result = await session.exchange(page, (entry) => items.push(entry))
    if (!paged && items.length > 1) throw tooManyEntriesError(page)
    cookie = paged ? cookieOf(page, result) : cookie
    const last = cookie.length === 0
    yield { items, last }
    if (last) return
  }
}

/**
 * Seconds; a little less than the client's time-out, so that the server's result comes first. 0 would mean no limit.
 */
const timeLimitSeconds = (request: SearchRequest, timeoutMs: number): number =>
  Math.max(1, Math.ceil(requestTimeoutMs(request, timeoutMs) / 1000) - 1)

/** @throws WritebackError `directoryIncomplete` if the result lacks the paging control */
function cookieOf(page: LdapRequest, { controls }: LdapResult): Buffer {
  const control = controls.find(({ type }) => type === controlTypes.pagedResults)
  const { cookie } = (control?.value ?? {}) as { cookie?: unknown }
  if (!Buffer.isBuffer(cookie)) throw pagingControlMissingError(page)
  return cookie
}
