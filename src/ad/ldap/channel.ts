/**
 * Requests and answers over one ldapjs client: every request ends, with the server's answer or with an error that says
 * whether it may have been carried out; and once the connection is lost, nothing is sent any more.
 */
import { EventEmitter } from 'node:events'
import type { Entry, EntryMessage } from './responses.js'
import { WritebackError } from '../../errors.js'
import { notSent, refused, tooLarge, unanswered, type Loss } from './errors.js'
import { encodeMessage, patienceFor, type Request } from './requests.js'
import { startWatchdog } from './watchdog.js'

/** The parts of a ldapjs client that are used, most of them private. */
export interface Client extends EventEmitter {
  _send(message: object, expected: object, answers: EventEmitter, sent: (error: unknown) => void): void
  /** Both once it is connected. */
  _socket: { setNoDelay(on: boolean): void }
  _tracker: Tracker
  urls: Array<{ hostname: string }>
  destroy(): void
  /** By message number: what ldapjs loses of a result. */
  referrals: Map<number, readonly string[]>
}

/** Finds the request that an answer belongs to. */
export interface Tracker {
  parser: EventEmitter & { write(piece: Buffer): void }
}

/** The last message of an answer. */
export interface Answer {
  messageId: number
  status: number
  diagnosticMessage: string
  controls: ReadonlyArray<{ type: string; value: unknown }>
}

export interface Session {
  /** @throws WritebackError with an `LdapFailure` as its cause for every answer but success, and where none came */
  exchange(request: Request, onEntry?: (entry: Entry) => void): Promise<Answer>
  close(): void
  readonly closed: boolean
  requests(): number
  /** How long the server may be silent while it is asked something small. */
  timeoutMs: number
}

export interface SessionOptions {
  timeoutMs: number
  signal?: AbortSignal
  /** The server has been silent for a while, and will be given up at this time. */
  onWait?: (until: Date) => void
}

/** AD's MaxReceiveBuffer, less a little for controls: it hangs up on more. */
const maxRequest = 10_485_760 - 10_000

/** Every result is an answer; the ones ldapjs does not expect it turns into errors without the server's text. */
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
    onEnd: (ms) => lose(silence(ms)),
  })
  const abort = () => lose({ reason: 'aborted', text: 'the run was aborted', cause: signal?.reason })
  const broken = (error?: unknown) => lose(connectionLost(error))

  client.on('error', broken)
  client.on('close', () => broken())
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()

  function exchange(request: Request, onEntry?: (entry: Entry) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (lost) return reject(notSent(request, lost))
      if (request.body.length > maxRequest) return reject(tooLarge(request))
      const answered = watchdog.waitFor(patienceFor(request, timeoutMs))
      const finish = () => {
        pending.delete(fail)
        answered()
      }
      const fail = (loss: Loss) => {
        finish()
        reject(unanswered(request, loss))
      }
      pending.add(fail)
      const answers = new EventEmitter()
      answers.on('searchEntry', ({ entry }: EntryMessage) => {
        watchdog.heard()
        onEntry?.(entry)
      })
      answers.on('searchReference', () => watchdog.heard())
      answers.on('error', broken)
      answers.on('end', (answer: Answer) => {
        finish()
        if (answer.status === 0) resolve(answer)
        else reject(refused(request, withReferrals(client, answer)))
      })
      sent++
      client._send(messageOf(request), anyResult, answers, (error) => error && broken(error))
    })
  }

  return {
    exchange,
    close: () => lose({ reason: 'closed', text: 'the connection was closed' }),
    get closed() {
      return lost !== undefined
    },
    requests: () => sent,
    timeoutMs,
  }
}

function withReferrals({ referrals }: Client, { messageId, status, diagnosticMessage }: Answer) {
  const found = referrals.get(messageId) ?? []
  referrals.delete(messageId)
  return { status, diagnosticMessage, referrals: found }
}

/** What ldapjs sends. Its trace log wants a text of every message, even where nobody reads it: there is none. */
function messageOf(request: Request): object {
  const message = {
    messageId: 0, // given by ldapjs
    type: request.operation,
    pojo: undefined,
    toBer: () => ({ buffer: encodeMessage(message.messageId, request) }),
  }
  return message
}

const silence = (timeoutMs: number): Loss => ({
  reason: 'deadline',
  text: `the directory was silent for ${timeoutMs} ms`,
})

function connectionLost(error: unknown): Loss {
  if (error instanceof WritebackError) {
    return { reason: 'unexpected', text: 'what came could not be read', cause: error }
  }
  const why = error instanceof Error ? `: ${error.message}` : ''
  return { reason: 'lost', text: `the connection was lost${why}`, cause: error }
}
