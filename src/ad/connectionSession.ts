/**
 * Requests and answers over one ldapjs client: every request ends, with the server's answer or with an error that says
 * whether it may have been carried out; and once the connection is lost, nothing is sent any more.
 */
import { EventEmitter } from 'node:events'
import type { Entry, EntryMessage } from './connectionAnswers.js'
import { notSent, refused, tooLarge, unanswered, type Loss } from './connectionErrors.js'
import { encodeMessage, type Request } from './connectionRequests.js'

/** The parts of a ldapjs client that are used, most of them private. */
export interface Client extends EventEmitter {
  _send(message: object, expected: object, answers: EventEmitter, sent: (error: unknown) => void): void
  /** Both once it is connected. */
  _socket: { setNoDelay(on: boolean): void }
  _tracker: Tracker
  urls: Array<{ hostname: string }>
  destroy(): void
}

/** Finds the request that an answer belongs to. */
export interface Tracker {
  parser: EventEmitter & { write(piece: Buffer): void }
}

/** The last message of an answer. */
export interface Answer {
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
  /** Seconds, for searches: a little less than our own deadline, so that the server's answer comes first. */
  timeLimit: number
}

/** AD's MaxReceiveBuffer, less a little for controls: it hangs up on more. */
const maxRequest = 10_485_760 - 10_000

/** Every result is an answer; the ones ldapjs does not expect it turns into errors without the server's text. */
const anyResult = { indexOf: () => 0 }

export function startSession(client: Client, timeoutMs: number, signal?: AbortSignal): Session {
  const pending = new Set<(loss: Loss) => void>()
  let lost: Loss | undefined
  let sent = 0

  function lose(loss: Loss): void {
    if (lost) return
    lost = loss
    signal?.removeEventListener('abort', abort)
    clearTimeout(watchdog)
    client.destroy()
    for (const reject of pending) reject(loss)
    pending.clear()
  }
  // Requests are pipelined, and the last one's answer may be long in coming while the others' arrive: what counts is
  // that the server says nothing at all.
  let watchdog: NodeJS.Timeout | undefined
  const wait = () => (watchdog = setTimeout(() => lose(silence(timeoutMs)), timeoutMs))
  const heard = () => {
    if (pending.size > 0) watchdog?.refresh()
    else clearTimeout(watchdog)
  }
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
      const finish = () => {
        pending.delete(fail)
        heard()
      }
      const fail = (loss: Loss) => {
        finish()
        reject(unanswered(request, loss))
      }
      if (pending.size === 0) wait()
      pending.add(fail)
      const answers = new EventEmitter()
      answers.on('searchEntry', ({ entry }: EntryMessage) => {
        heard()
        onEntry?.(entry)
      })
      answers.on('searchReference', heard)
      answers.on('error', broken)
      answers.on('end', (answer: Answer) => {
        finish()
        if (answer.status === 0) resolve(answer)
        else reject(refused(request, answer.status, answer.diagnosticMessage))
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
    timeLimit: Math.max(1, Math.ceil(timeoutMs / 1000) - 1),
  }
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
  const why = error instanceof Error ? `: ${error.message}` : ''
  return { reason: 'lost', text: `the connection was lost${why}`, cause: error }
}
