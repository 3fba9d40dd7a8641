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
import { messageCutter, readEntry, readNotice, readReferral } from './responses.js'
import { speak, type Connection } from './operations.js'
import { startSession, type Client } from './channel.js'
import { openSocket } from './socket.js'
import { connectFailure, handshakeFailure } from './tls.js'
import { parseTarget, type Target } from './serverUrl.js'
import { longWaitMs } from './waitWarnings.js'

export type { Entry } from './responses.js'
export type { Connection } from './operations.js'
export type { Modification, SearchRequest, Value } from './requests.js'

export interface ConnectionOptions {
  /** ldaps://host[:port], or ldap://host[:port] with StartTLS or to this machine. */
  url: string
  tls: {
    /** PEM of the authorities to trust instead of Node's own. */
    ca?: readonly string[]
    startTls: boolean
  }
  /**
   * For TCP, StartTLS and the handshake together; then how long the server may be silent while it is asked something
   * small. What is large has more time (see `patienceFor`).
   */
  timeoutMs?: number
  /** Ends the connection, whatever it is doing. */
  signal?: AbortSignal
  /** The server has been silent for some seconds, and will be given up at this time. */
  onWait?: (until: Date) => void
}

export const usualTimeoutMs = 15_000

/** @throws WritebackError `directoryUnreachable`, `directoryTls`, `configInvalid`, `aborted` */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const target = parseTarget(options.url, options.tls.startTls)
  const { timeoutMs = usualTimeoutMs, onWait } = options
  // Our own timer, and no other: one that ldapjs has would keep the process after a connection that was given up.
  const stop = new AbortController()
  const end = () => stop.abort()
  const timer = setTimeout(end, timeoutMs)
  const until = new Date(Date.now() + timeoutMs)
  const early = timeoutMs > longWaitMs ? setTimeout(() => onWait?.(until), longWaitMs) : undefined
  if (options.signal?.aborted) end()
  options.signal?.addEventListener('abort', end)
  try {
    const client = await openClient(target, options, stop.signal)
    return speak(startSession(client, { timeoutMs, onWait, signal: options.signal }), options.url)
  } catch (error) {
    const aborted = options.signal?.aborted ?? false
    throw connectFailure(target, error, aborted ? 'aborted' : stop.signal.aborted ? timeoutMs : undefined)
  } finally {
    clearTimeout(timer)
    clearTimeout(early)
    options.signal?.removeEventListener('abort', end)
  }
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
  const writeResult = (message: Buffer) => {
    const notice = readNotice(message)
    if (notice !== undefined) return void client.emit('error', new Error(notice))
    const referral = readReferral(message)
    if (referral) client.referrals.set(referral.messageId, referral.urls)
    write(message)
  }
  parser.write = (piece) => {
    try {
      for (const message of cut(piece)) {
        const found = readEntry(message)
        if (found) parser.emit('message', Object.assign(new ldapjs.SearchEntry(), found))
        else writeResult(message)
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
  client.referrals = new Map()
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
