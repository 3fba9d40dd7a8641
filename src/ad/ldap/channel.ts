/**
 * Sends requests over one ldapjs client and matches the responses to them. Every request ends: with the server's
 * response, or with an error that states whether the request may have been carried out. After the connection is lost
 * nothing is sent.
 */
import { EventEmitter } from 'node:events'
import type { DirectoryEntry, EntryMessage } from './responses.js'
import { WritebackError } from '../../errors.js'
import {
  notSentError,
  refusedError,
  requestTooLargeError,
  noResponseError,
  type ConnectionLoss,
} from './errors.js'
import { encodeMessage, requestTimeoutMs, type LdapRequest } from './requests.js'
import { startWatchdog, type Watchdog } from './watchdog.js'

/** The members of an ldapjs client that are used here, most of them private. */
export interface LdapjsClient extends EventEmitter {
  _send(message: object, expected: object, responses: EventEmitter, sent: (error: unknown) => void): void
  /** `_socket` and `_tracker` exist once the client is connected. */
  _socket: { setNoDelay(on: boolean): void }
  _tracker: LdapjsTracker
  urls: Array<{ hostname: string }>
  destroy(): void
  /** Referral URLs by message id; ldapjs drops them from a result. */
  referrals: Map<number, readonly string[]>
}

/** Matches responses to requests by message id. */
export interface LdapjsTracker {
  parser: EventEmitter & { write(piece: Buffer): void }
}

/** The final message of a response: its LDAP result. */
export interface LdapResult {
  messageId: number
  status: number
  diagnosticMessage: string
  controls: ReadonlyArray<{ type: string; value: unknown }>
}

export interface Channel {
  /** @throws WritebackError with an `LdapFailure` as its cause for any result but success, and if no response came */
  exchange(request: LdapRequest, onEntry?: (entry: DirectoryEntry) => void): Promise<LdapResult>
  close(): void
  readonly closed: boolean
  requests(): number
  /** The time-out of a small request; see `patienceFor`. */
  timeoutMs: number
}

export interface ChannelOptions {
  timeoutMs: number
  signal?: AbortSignal
  /** Called when the server has not responded for some seconds; `until` is the time of the time-out. */
  onWait?: (until: Date) => void
}

/** AD's MaxReceiveBuffer, less a reserve for controls. AD closes the connection on a larger request. */
const maxRequest = 10_485_760 - 10_000

/** Accepts every result code: ldapjs turns codes that it does not expect into errors without the server's text. */
const anyResult = { indexOf: () => 0 }

export function startChannel(client: LdapjsClient, { timeoutMs, signal, onWait }: ChannelOptions): Channel {
  const pending = new Set<(loss: ConnectionLoss) => void>()
  let lost: ConnectionLoss | undefined
  let sent = 0

  function lose(loss: ConnectionLoss): void {
    if (lost) return
    lost = loss
    signal?.removeEventListener('abort', abort)
    watchdog.stop()
    client.destroy()
    for (const reject of pending) reject(loss)
    pending.clear()
  }
  const watchdog = startWatchdog({
    onLongWait: (until) => onWait?.(until),
    onTimeout: (ms) => lose(timeoutLoss(ms)),
  })
  const abort = () => lose({ reason: 'aborted', text: 'the run was aborted', cause: signal?.reason })
  const onError = (error?: unknown) => lose(connectionLost(error))
  client.on('error', onError)
  client.on('close', () => onError())
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()

  return {
    exchange(request, onEntry) {
      if (lost) return Promise.reject(notSentError(request, lost))
      if (request.body.length > maxRequest) return Promise.reject(requestTooLargeError(request))
      sent++
      return sendRequest({ client, pending, watchdog, timeoutMs, onError }, request, onEntry)
    },
    close: () => lose({ reason: 'closed', text: 'the connection was closed' }),
    get closed() {
      return lost !== undefined
    },
    requests: () => sent,
    timeoutMs,
  }
}

interface ChannelState {
  client: LdapjsClient
  /** Rejects each request that has no response yet. */
  pending: Set<(loss: ConnectionLoss) => void>
  watchdog: Watchdog
  timeoutMs: number
  onError: (error: unknown) => void
}

function sendRequest(
  { client, pending, watchdog, timeoutMs, onError }: ChannelState,
  request: LdapRequest,
  onEntry?: (entry: DirectoryEntry) => void,
): Promise<LdapResult> {
  return new Promise((resolve, reject) => {
    const stopWaiting = watchdog.waitFor(requestTimeoutMs(request, timeoutMs))
    const finish = () => {
      pending.delete(fail)
      stopWaiting()
    }
    const fail = (loss: ConnectionLoss) => {
      finish()
      reject(noResponseError(request, loss))
    }
    pending.add(fail)
    const responses = new EventEmitter()
    responses.on('searchEntry', ({ entry }: EntryMessage) => {
      watchdog.recordMessage()
      onEntry?.(entry)
    })
    responses.on('searchReference', () => watchdog.recordMessage())
    responses.on('error', onError)
    responses.on('end', (result: LdapResult) => {
      finish()
      if (result.status === 0) resolve(result)
      else reject(refusedError(request, withReferrals(client, result)))
    })
    client._send(messageFor(request), anyResult, responses, (error) => error && onError(error))
  })
}

function withReferrals({ referrals }: LdapjsClient, { messageId, status, diagnosticMessage }: LdapResult) {
  const found = referrals.get(messageId) ?? []
  referrals.delete(messageId)
  return { status, diagnosticMessage, referrals: found }
}

/**
 * The message in ldapjs's form. `pojo` is for ldapjs's trace log, which reads it even if logging is off; it stays
 * empty.
 */
function messageFor(request: LdapRequest): object {
  const message = {
    messageId: 0, // assigned by ldapjs
    type: request.operation,
    pojo: undefined,
    toBer: () => ({ buffer: encodeMessage(message.messageId, request) }),
  }
  return message
}

const timeoutLoss = (timeoutMs: number): ConnectionLoss => ({
  reason: 'deadline',
  text: `no response within ${timeoutMs} ms`,
})

function connectionLost(error: unknown): ConnectionLoss {
  if (error instanceof WritebackError) {
    return { reason: 'unexpected', text: 'the response could not be read', cause: error }
  }
  const reason = error instanceof Error ? `: ${error.message}` : ''
  return { reason: 'lost', text: `the connection was lost${reason}`, cause: error }
}
