/**
 * Opens a connection to a directory server. The only file that imports ldapjs.
 *
 * ldapjs 3.0.7 is its final version; its faults are worked around here, each with a test in test/ad/ldap. ldapjs
 * manages sockets and message ids and decodes results. Requests are encoded in requests.ts (see ber.ts for the
 * reasons) and sent with `_send`, because the public methods rewrite DNs and lose results. Every result is returned
 * unchanged, so that a result code that ldapjs does not know is a response and not a crash. A lost connection stays
 * closed: ldapjs's own reconnect forgets the bind, or repeats a wrong password until the account is locked.
 */
import { isIP, isIPv6 } from 'node:net'
import ldapjs from 'ldapjs'
import { createMessageSplitter, readEntry, readDisconnectionNotice, readReferral } from './responses.js'
import { createConnection, type Connection } from './operations.js'
import { startChannel, type LdapjsClient } from './channel.js'
import { openSocket } from './socket.js'
import { connectError, handshakeError } from './tls.js'
import { parseServerUrl, type ServerAddress } from './serverUrl.js'
import { longWaitMs } from './waitWarnings.js'

export type { DirectoryEntry as Entry } from './responses.js'
export type { Connection } from './operations.js'
export type { Modification, SearchRequest, LdapValue as Value } from './requests.js'

export interface ConnectionOptions {
  /** ldaps://host[:port], or ldap://host[:port] with StartTLS or to localhost. */
  url: string
  tls: {
    /** PEM of the certificate authorities to trust instead of Node's own. */
    ca?: readonly string[]
    startTls: boolean
  }
  /**
   * Milliseconds for TCP, StartTLS and the TLS handshake together; afterwards the time-out of a small request. Larger
   * requests have a longer one (see `patienceFor`).
   */
  timeoutMs?: number
  /** Closes the connection, also while requests are pending. */
  signal?: AbortSignal
  /** Called when the server has not responded for some seconds; `until` is the time of the time-out. */
  onWait?: (until: Date) => void
}

export const defaultLdapTimeoutMs = 15_000

/** @throws WritebackError `directoryUnreachable`, `directoryTls`, `configInvalid`, `aborted` */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const target = parseServerUrl(options.url, options.tls.startTls)
  const { timeoutMs = defaultLdapTimeoutMs, onWait } = options
  // The only timer: ldapjs's connect time-out would keep the process running after a connection that was given up.
  const stop = new AbortController()
  const end = () => stop.abort()
  const timer = setTimeout(end, timeoutMs)
  const until = new Date(Date.now() + timeoutMs)
  const warningTimer = timeoutMs > longWaitMs ? setTimeout(() => onWait?.(until), longWaitMs) : undefined
  if (options.signal?.aborted) end()
  options.signal?.addEventListener('abort', end)
  try {
    const client = await openClient(target, options, stop.signal)
    return createConnection(startChannel(client, { timeoutMs, onWait, signal: options.signal }), options.url)
  } catch (error) {
    const aborted = options.signal?.aborted ?? false
    throw connectError(target, error, aborted ? 'aborted' : stop.signal.aborted ? timeoutMs : undefined)
  } finally {
    clearTimeout(timer)
    clearTimeout(warningTimer)
    options.signal?.removeEventListener('abort', end)
  }
}

/**
 * Replaces ldapjs's parser for the responses of this client. ldapjs rewrites DNs (`CN=a\+b` becomes `CN=a`), closes
 * the connection on an extended DN, and needs a second to parse a large group. Only this client is patched, because a
 * program that imports this package may use ldapjs itself.
 */
function replaceParser(client: LdapjsClient): void {
  const { parser } = client._tracker
  const write = parser.write.bind(parser)
  const splitMessages = createMessageSplitter()
  const writeResult = (message: Buffer) => {
    const notice = readDisconnectionNotice(message)
    if (notice !== undefined) return void client.emit('error', new Error(notice))
    const referral = readReferral(message)
    if (referral) client.referrals.set(referral.messageId, referral.urls)
    write(message)
  }
  parser.write = (piece) => {
    try {
      for (const message of splitMessages(piece)) {
        const found = readEntry(message)
        if (found) parser.emit('message', Object.assign(new ldapjs.SearchEntry(), found))
        else writeResult(message)
      }
    } catch (error) {
      client.emit('error', error)
    }
  }
}

async function openClient(target: ServerAddress, options: ConnectionOptions, stop: AbortSignal) {
  const socket = target.protection === 'none' ? undefined : await openSocket(target, stop)
  const client = ldapjs.createClient({
    url: `${socket ? 'ldaps' : 'ldap'}://${isIPv6(target.host) ? `[${target.host}]` : target.host}:${target.port}`,
    queueDisable: true, // otherwise a request on a lost connection never ends
    tlsOptions: {
      socket,
      host: target.host, // the name that the certificate must contain
      servername: isIP(target.host) ? undefined : target.host,
      ca: options.tls.ca,
      rejectUnauthorized: true, // overrides NODE_TLS_REJECT_UNAUTHORIZED
      minVersion: 'TLSv1.2',
    },
  }) as unknown as LdapjsClient
  client.referrals = new Map()
  for (const server of client.urls) server.hostname = target.host // ldapjs keeps the brackets of an IPv6 address
  client.on('error', () => {}) // an error without a listener ends the process
  try {
    await waitForConnect(client, stop)
    client._socket.setNoDelay(true)
    replaceParser(client)
    return client
  } catch (error) {
    client.on('connect', () => client.destroy()) // an earlier destroy() does not stop ldapjs from connecting
    client.destroy()
    socket?.destroy()
    throw socket ? handshakeError(target, error as Error) : error
  }
}

function waitForConnect(client: LdapjsClient, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      stop.removeEventListener('abort', abort)
      if (error === undefined) resolve()
      else reject(error)
    }
    const abort = () => finish(stop.reason as Error)
    stop.addEventListener('abort', abort)
    client.once('connect', () => finish())
    client.once('connectError', finish)
    client.once('error', finish)
    if (stop.aborted) abort()
  })
}
