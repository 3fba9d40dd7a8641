/**
 * Sends requests over one ldapjs client and matches the responses to them. Every request ends: with the server's
 * response, or with an error that states whether the request may have been carried out. After the connection is lost
 * nothing is sent.
 */
import { EventEmitter } from 'node:events'
import type { Entry, EntryMessage } from './responses.js'
import { WritebackError } from '../../errors.js'
import { notSent, refused, tooLarge, unanswered, type Loss } from './errors.js'
import { encodeMessage, patienceFor, type Request } from './requests.js'
import { startWatchdog, type Watchdog } from './watchdog.js'

/** The members of an ldapjs client that are used here, most of them private. */
export interface Client extends EventEmitter {
  _send(message: object, expected: object, responses: EventEmitter, sent: (error: unknown) => void): void
  /** `_socket` and `_tracker` exist once the client is connected. */
  _socket: { setNoDelay(on: boolean): void }
  _tracker: Tracker
  urls: Array<{ hostname: string }>
  destroy(): void
  /** Referral URLs by message id; ldapjs drops them from a result. */
  referrals: Map<number, readonly string[]>
}

/** Matches responses to requests by message id. */
export interface Tracker {
  parser: EventEmitter & { write(piece: Buffer): void }
}

/** The final message of a response: its LDAP result. */
export interface Answer {
  messageId: number
  status: number
  diagnosticMessage: string
  controls: ReadonlyArray<{ type: string; value: unknown }>
}

export interface Session {
  /** @throws WritebackError with an `LdapFailure` as its cause for any result but success, and if no response came */
  exchange(request: Request, onEntry?: (entry: Entry) => void): Promise<Answer>
  close(): void
  readonly closed: boolean
  requests(): number
  /** The time-out of a small request; see `patienceFor`. */
  timeoutMs: number
}

export interface SessionOptions {
  timeoutMs: number
  signal?: AbortSignal
  /** Called when the server has not responded for some seconds; `until` is the time of the time-out. */
  onWait?: (until: Date) => void
}

/** AD's MaxReceiveBuffer, less a reserve for controls. AD closes the connection on a larger request. */
const maxRequest = 10_485_760 - 10_000

/** Accepts every result code: ldapjs turns codes that it does not expect into errors without the server's text. */
const anyResult = { indexOf: () => 0 }

export function startSession(client: Client, { timeoutMs, signal, onWait }: SessionOptions): Session {
  const pending = new Set<(loss: Loss) => void>()
  let lost: Loss | undefined
  let sent = 0

  function lose(loss: Loss): void {
    if (lost) return
    lost = loss
    signal?.removeEventListener('abort', abort)
    watchdog.stop()
    client.destroy()
    for (const reject of pending) reject(loss)
    pending.clear()
  }
  const watchdog = startWatchdog({
    onLong: (until) => onWait?.(until),
    onEnd: (ms) => lose(timeoutLoss(ms)),
  })
  const abort = () => lose({ reason: 'aborted', text: 'the run was aborted', cause: signal?.reason })
  const onError = (error?: unknown) => lose(connectionLost(error))
  client.on('error', onError)
  client.on('close', () => onError())
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()

  return {
    exchange(request, onEntry) {
      if (lost) return Promise.reject(notSent(request, lost))
      if (request.body.length > maxRequest) return Promise.reject(tooLarge(request))
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
  client: Client
  /** Rejects each request that has no response yet. */
  pending: Set<(loss: Loss) => void>
  watchdog: Watchdog
  timeoutMs: number
  onError: (error: unknown) => void
}

function sendRequest(
  { client, pending, watchdog, timeoutMs, onError }: ChannelState,
  request: Request,
  onEntry?: (entry: Entry) => void,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stopWaiting = watchdog.waitFor(patienceFor(request, timeoutMs))
    const finish = () => {
      pending.delete(fail)
      stopWaiting()
    }
    const fail = (loss: Loss) => {
      finish()
      reject(unanswered(request, loss))
    }
    pending.add(fail)
    const responses = new EventEmitter()
    responses.on('searchEntry', ({ entry }: EntryMessage) => {
      watchdog.heard()
      onEntry?.(entry)
    })
    responses.on('searchReference', () => watchdog.heard())
    responses.on('error', onError)
    responses.on('end', (answer: Answer) => {
      finish()
      if (answer.status === 0) resolve(answer)
      else reject(refused(request, withReferrals(client, answer)))
    })
    client._send(messageFor(request), anyResult, responses, (error) => error && onError(error))
  })
}

function withReferrals({ referrals }: Client, { messageId, status, diagnosticMessage }: Answer) {
  const found = referrals.get(messageId) ?? []
  referrals.delete(messageId)
  return { status, diagnosticMessage, referrals: found }
}

/**
 * The message in ldapjs's form. `pojo` is for ldapjs's trace log, which reads it even if logging is off; it stays
 * empty.
 */
function messageFor(request: Request): object {
  const message = {
    messageId: 0, // assigned by ldapjs
    type: request.operation,
    pojo: undefined,
    toBer: () => ({ buffer: encodeMessage(message.messageId, request) }),
  }
  return message
}

const timeoutLoss = (timeoutMs: number): Loss => ({
  reason: 'deadline',
  text: `no response within ${timeoutMs} ms`,
})

function connectionLost(error: unknown): Loss {
  if (error instanceof WritebackError) {
    return { reason: 'unexpected', text: 'the response could not be read', cause: error }
  }
  const reason = error instanceof Error ? `: ${error.message}` : ''
  return { reason: 'lost', text: `the connection was lost${reason}`, cause: error }
}
