/**
 * The only file that knows ldapjs: one connection to a directory server on which nothing hangs, crashes or lies.
 *
 * ldapjs 3.0.7 is the last version there will be; what is wrong with it is worked around here, each with a test in
 * test/ad. It keeps sockets, message numbers and the decoding of results. Requests are encoded by us (see
 * connectionBer.ts) and sent with `_send`, because the public methods re-write names and lose results; every result
 * comes back as it is, so that codes ldapjs does not know are answers too and not a crash. A connection that is lost
 * stays lost: ldapjs's own reconnecting forgets the bind, or repeats a wrong password until the account is locked.
 */
import { isIP, isIPv6 } from 'node:net'
import ldapjs from 'ldapjs'
import type { Page } from '../model/completeRead.js'
import { messageCutter, readEntry, type Entry } from './connectionAnswers.js'
import { emptyPassword, pagesLost } from './connectionErrors.js'
import {
  addRequest,
  bindRequest,
  deleteRequest,
  modifyDnRequest,
  modifyRequest,
  searchRequest,
  type Modification,
  type Request,
  type SearchRequest,
  type Value,
} from './connectionRequests.js'
import { startSession, type Answer, type Client, type Session } from './connectionSession.js'
import { openSocket } from './connectionSocket.js'
import { connectFailure, handshakeFailure } from './connectionTls.js'
import { parseTarget, type Target } from './connectionTarget.js'
import { controlTypes, pagedResults, type Control } from './controls.js'

export type { Entry } from './connectionAnswers.js'
export type { Modification, SearchRequest, Value } from './connectionRequests.js'

export interface ConnectionOptions {
  /** ldaps://host[:port], or ldap://host[:port] with StartTLS or to this machine. */
  url: string
  tls: {
    /** PEM of the authorities to trust instead of Node's own. */
    ca?: readonly string[]
    startTls: boolean
  }
  /** For TCP, StartTLS and the handshake together. */
  connectTimeoutMs?: number
  /** How long the server may be silent while answers are due. */
  operationTimeoutMs?: number
  /** Ends the connection, whatever it is doing. */
  signal?: AbortSignal
}

/** All of it throws WritebackErrors with an `LdapFailure` as their cause. */
export interface Connection {
  /** Tries once. @throws WritebackError `bindRefused` */
  bind(name: string, password: string): Promise<void>
  /** Page by page; only the page after which the server has no more is the `last`. References are not followed. */
  search(request: SearchRequest): AsyncGenerator<Page<Entry>, void, undefined>
  add(dn: string, attributes: Readonly<Record<string, readonly Value[]>>): Promise<void>
  modify(dn: string, changes: readonly Modification[], controls?: readonly Control[]): Promise<void>
  modifyDn(dn: string, newRdn: string, newSuperior?: string): Promise<void>
  delete(dn: string, controls?: readonly Control[]): Promise<void>
  /** What is still pending is rejected. */
  close(): void
  readonly closed: boolean
  /** Sent so far. */
  requests(): number
}

const maxPageSize = 1000

/** @throws WritebackError `directoryUnreachable`, `directoryTls`, `configInvalid`, `aborted` */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const target = parseTarget(options.url, options.tls.startTls)
  const timeoutMs = options.connectTimeoutMs ?? 10_000
  // Our own timer, and no other: one that ldapjs has would keep the process after a connection that was given up.
  const stop = new AbortController()
  const end = () => stop.abort()
  const timer = setTimeout(end, timeoutMs)
  if (options.signal?.aborted) end()
  options.signal?.addEventListener('abort', end)
  try {
    const client = await openClient(target, options, stop.signal)
    return speak(startSession(client, options.operationTimeoutMs ?? 60_000, options.signal))
  } catch (error) {
    const aborted = options.signal?.aborted ?? false
    throw connectFailure(target, error, aborted ? 'aborted' : stop.signal.aborted ? timeoutMs : undefined)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', end)
  }
}

/** The operations of a connection that stands. */
function speak(session: Session): Connection {
  const exchange = async (request: Request) => void (await session.exchange(request))
  return {
    async bind(name, password) {
      if (!name || !password) throw emptyPassword(name)
      await session.exchange(bindRequest(name, password))
    },
    search: (request) => search(session, request),
    add: (dn, attributes) => exchange(addRequest(dn, attributes)),
    modify: (dn, changes, controls = []) => exchange(modifyRequest(dn, changes, controls)),
    modifyDn: (dn, newRdn, newSuperior) => exchange(modifyDnRequest(dn, newRdn, newSuperior)),
    delete: (dn, controls = []) => exchange(deleteRequest(dn, controls)),
    close: () => session.close(),
    get closed() {
      return session.closed
    },
    requests: () => session.requests(),
  }
}

async function* search(
  session: Session,
  request: SearchRequest,
): AsyncGenerator<Page<Entry>, void, undefined> {
  const size = Math.min(request.pageSize ?? maxPageSize, maxPageSize)
  const paged = request.scope !== 'base'
  let cookie: Buffer = Buffer.alloc(0)
  for (;;) {
    const items: Entry[] = []
    const controls = [...(request.controls ?? []), ...(paged ? [pagedResults(size, cookie)] : [])]
    const page = searchRequest(request, session.timeLimit, controls)
    const answer = await session.exchange(page, (entry) => items.push(entry))
    cookie = paged ? cookieOf(page, answer) : cookie
    const last = cookie.length === 0
    yield { items, last }
    if (last) return
  }
}

/** @throws WritebackError `directoryIncomplete` where the server did not say whether there is more */
function cookieOf(page: Request, { controls }: Answer): Buffer {
  const control = controls.find(({ type }) => type === controlTypes.pagedResults)
  const { cookie } = (control?.value ?? {}) as { cookie?: unknown }
  if (!Buffer.isBuffer(cookie)) throw pagesLost(page)
  return cookie
}

/**
 * Reads this client's answers in place of ldapjs, which re-writes names (`CN=a\+b` comes out as `CN=a`), ends the
 * connection over an extended DN, and needs a second to read a large group. Only this client is changed: whoever
 * imports this package may use ldapjs too.
 */
function readAnswers(client: Client): void {
  const { parser } = client._tracker
  const write = parser.write.bind(parser)
  const cut = messageCutter()
  parser.write = (piece) => {
    try {
      for (const message of cut(piece)) {
        const found = readEntry(message)
        if (!found) write(message)
        else parser.emit('message', Object.assign(new ldapjs.SearchEntry(), found))
      }
    } catch (error) {
      client.emit('error', error)
    }
  }
}

async function openClient(target: Target, options: ConnectionOptions, stop: AbortSignal) {
  const socket = target.protection === 'none' ? undefined : await openSocket(target, stop)
  const client = ldapjs.createClient({
    url: `${socket ? 'ldaps' : 'ldap'}://${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`,
    queueDisable: true, // without it a request on a lost connection waits for ever
    tlsOptions: {
      socket,
      host: target.host, // whom the certificate has to name
      servername: isIP(target.host) ? undefined : target.host,
      ca: options.tls.ca,
      rejectUnauthorized: true, // whatever NODE_TLS_REJECT_UNAUTHORIZED says
      minVersion: 'TLSv1.2',
    },
  }) as unknown as Client
  for (const server of client.urls) server.hostname = target.host // ldapjs leaves the brackets on an IPv6 address
  client.on('error', () => {}) // an error without a listener ends the process
  try {
    await connected(client, stop)
    client._socket.setNoDelay(true)
    readAnswers(client)
    return client
  } catch (error) {
    client.on('connect', () => client.destroy()) // destroying it earlier does not stop it from connecting
    client.destroy()
    socket?.destroy()
    throw socket ? handshakeFailure(target, error as Error) : error
  }
}

function connected(client: Client, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      stop.removeEventListener('abort', abort)
      if (error === undefined) resolve()
      else reject(error)
    }
    const abort = () => settle(stop.reason as Error)
    stop.addEventListener('abort', abort)
    client.once('connect', () => settle())
    client.once('connectError', settle)
    client.once('error', settle)
    if (stop.aborted) abort()
  })
}
