/** The LDAP operations of an open connection. */
import type { Page } from '../../model/completeRead.js'
import type { Entry } from './responses.js'
import { emptyPassword, pagesLost, tooMany } from './errors.js'
import {
  addRequest,
  bindRequest,
  deleteRequest,
  modifyDnRequest,
  modifyRequest,
  patienceFor,
  searchRequest,
  type Modification,
  type Request,
  type SearchRequest,
  type Value,
} from './requests.js'
import type { Answer, Session } from './channel.js'
import { controlTypes, pagedResults, type Control } from './controls.js'

/** An open connection. Its methods throw WritebackErrors with an `LdapFailure` as their cause. */
export interface Connection {
  /** Binds once, without a retry. @throws WritebackError `bindRefused` */
  bind(name: string, password: string): Promise<void>
  /**
   * Searches page by page; only the page after which the server has no more is `last`. Referrals are not followed.
   */
  search(request: SearchRequest): AsyncGenerator<Page<Entry>, void, undefined>
  add(dn: string, attributes: Readonly<Record<string, readonly Value[]>>): Promise<void>
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

export function speak(session: Session, url: string): Connection {
  const exchange = async (request: Request) => void (await session.exchange(request))
  return {
    async bind(name, password) {
      if (!name || !password) throw emptyPassword(name)
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
  session: Session,
  request: SearchRequest,
): AsyncGenerator<Page<Entry>, void, undefined> {
  const size = Math.min(request.pageSize ?? maxPageSize, maxPageSize)
  const paged = request.scope !== 'base'
  const timeLimit = timeLimitSeconds(request, session.timeoutMs)
  let cookie: Buffer = Buffer.alloc(0)
  for (;;) {
    const items: Entry[] = []
    const controls = [...(request.controls ?? []), ...(paged ? [pagedResults(size, cookie)] : [])]
    const page = searchRequest(request, timeLimit, controls)
    const answer = await session.exchange(page, (entry) => items.push(entry))
    if (!paged && items.length > 1) throw tooMany(page)
    cookie = paged ? cookieOf(page, answer) : cookie
    const last = cookie.length === 0
    yield { items, last }
    if (last) return
  }
}

/**
 * Seconds; a little less than the client's time-out, so that the server's result comes first. 0 would mean no limit.
 */
const timeLimitSeconds = (request: SearchRequest, timeoutMs: number): number =>
  Math.max(1, Math.ceil(patienceFor(request, timeoutMs) / 1000) - 1)

/** @throws WritebackError `directoryIncomplete` if the result lacks the paging control */
function cookieOf(page: Request, { controls }: Answer): Buffer {
  const control = controls.find(({ type }) => type === controlTypes.pagedResults)
  const { cookie } = (control?.value ?? {}) as { cookie?: unknown }
  if (!Buffer.isBuffer(cookie)) throw pagesLost(page)
  return cookie
}
