/**
 * Serves one connection: responses are sent in the order of the requests. Bytes that are not LDAP end it with
 * a notice of disconnection (RFC 4511 §4.1.1), as in AD.
 */
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { TLSSocket, type SecureContext } from 'node:tls'
import { anonymous } from '../access/rights.js'
import { ldapCodes } from '../errors.js'
import type { FaultQueue, FaultResponse } from '../faults.js'
import { requestName, type LogWriter } from '../log.js'
import { respondTo, type RequestResult, type Session } from '../operations/answer.js'
import type { Directory } from '../operations/context.js'
import { MalformedMessage } from '../protocol/ber.js'
import { createFrames, type Frames } from '../protocol/frames.js'
import { readMessage, type Message, type Operation } from '../protocol/requests.js'
import { writeDisconnection, writeResult } from '../protocol/responses.js'
import { createResultSets } from '../search/paging.js'
import { extensions } from '../search/rootDse.js'
import { dnOf } from '../store/entry.js'
import { createOutput, type Output } from './output.js'

export interface Service {
  directory: Directory
  log: LogWriter
  faults: FaultQueue
  secureContext: SecureContext
  /** Aborted when the directory is closed. */
  closing: AbortSignal
}

interface Peer {
  number: number
  stream: Socket
  session: Session
}

/** The action after a message: read the next one, start TLS, or end the connection. */
type Next = 'message' | 'tls' | 'end'

/** Resolves when the connection ends; never rejects. */
export async function serveConnection(
  service: Service,
  socket: Socket,
  number: number,
  secure: boolean,
): Promise<void> {
  const session: Session = { subject: anonymous, secure, sets: createResultSets() }
  const peer: Peer = { number, stream: socket, session }
  watchStream(service, socket)
  try {
    while ((await serveMessages(service, peer)) === 'tls') {
      socket.setTimeout(0) // the TLS socket replaces it from here on
      peer.stream = new TLSSocket(socket, { isServer: true, secureContext: service.secureContext })
      watchStream(service, peer.stream)
      session.secure = true
    }
  } catch (error) {
    if (error instanceof MalformedMessage)
      await sendDisconnection(peer.stream, ldapCodes.protocolError, decodingErrorText(error))
  } finally {
    peer.stream.destroy()
    socket.destroy()
  }
}

function watchStream({ directory }: Service, stream: Socket): void {
  stream.on('error', () => {}) // the reader of the stream gets the error too
  stream.setTimeout(directory.limits.maxConnIdleTime * 1000, () => stream.destroy())
}

async function serveMessages(service: Service, peer: Peer): Promise<Exclude<Next, 'message'>> {
  const frames = createFrames(() => service.directory.limits.maxReceiveBuffer)
  const output = createOutput(peer.stream)
  for await (const piece of peer.stream.iterator({ destroyOnReturn: false })) {
    frames.add(piece as Buffer)
    for (let bytes = await nextMessage(frames, output); bytes; bytes = await nextMessage(frames, output)) {
      const next = await handleMessage(service, peer, output, bytes)
      if (next === 'message') continue
      await output.flush()
      // Plain text after StartTLS was injected by a third party, so the connection ends.
      return frames.isIncomplete ? 'end' : next
    }
    await output.flush()
  }
  return 'end'
}

/** Sends pending responses before it reports a malformed message. */
async function nextMessage(frames: Frames, output: Output): Promise<Buffer | undefined> {
  try {
    return frames.next()
  } catch (error) {
    await output.flush()
    throw error
  }
}

async function handleMessage(service: Service, peer: Peer, output: Output, bytes: Buffer): Promise<Next> {
  const message = await decodeMessage(output, bytes)
  const { operation } = message
  if (operation.type === 'unbind') return 'end'
  if (operation.type === 'abandon') return 'message'
  const finish = startLogEntry(service, peer, message)
  const fault = service.faults.take(message)
  if (fault && !('delay' in fault)) return handleFault(service, peer, output, message, fault, finish)
  if (fault) await sleep(fault.delay, undefined, { signal: service.closing })
  if (!grantsTls(peer, operation))
    return finish(await executeRequest(service, peer, message, output), 'message')
  await output.write(writeResult(message.id, 'extended', { code: ldapCodes.success }))
  return finish(success, 'tls')
}

async function decodeMessage(output: Output, bytes: Buffer): Promise<Message> {
  try {
    return readMessage(bytes)
  } catch (error) {
    await output.flush()
    throw error
  }
}

type Finish = (result: RequestResult, next: Next) => Next

/** Captures the subject at the start of a request and returns a function that logs its result. */
function startLogEntry({ log, directory }: Service, { number, session }: Peer, message: Message): Finish {
  const began = performance.now()
  const { subject, secure } = session
  const { operation, controls } = message
  return (result, next) => {
    log.add({
      ...result,
      connection: number,
      operation: operation.type,
      account: subject.account ? dnOf(subject.account) : '',
      name: requestName(operation),
      controls: controls.map(({ type }) => type),
      secure,
      milliseconds: performance.now() - began,
      at: directory.store.now(),
    })
    return next
  }
}

const success: RequestResult = { code: ldapCodes.success, text: '', entries: 0 }
const noResponse: RequestResult = { code: -1, text: '', entries: 0 }

const grantsTls = ({ session }: Peer, operation: Operation): boolean =>
  operation.type === 'extended' && operation.oid === extensions.startTls && !session.secure

async function executeRequest(
  service: Service,
  peer: Peer,
  message: Message,
  output?: Output,
): Promise<RequestResult> {
  const messages = respondTo(service.directory, peer.session, message)
  for (;;) {
    const next = messages.next()
    if (next.done) return next.value
    await output?.write(next.value)
  }
}

async function handleFault(
  service: Service,
  peer: Peer,
  output: Output,
  message: Message,
  fault: Exclude<FaultResponse, { delay: number }>,
  finish: Finish,
): Promise<Next> {
  if ('silent' in fault) return finish(noResponse, 'message')
  if ('drop' in fault) {
    if (fault.drop === 'after') await executeRequest(service, peer, message)
    return finish(noResponse, 'end')
  }
  if ('disconnect' in fault) {
    await output.flush()
    const next = finish(noResponse, 'end')
    await sendDisconnection(peer.stream, fault.disconnect.code, fault.disconnect.text)
    return next
  }
  const { code, text = 'Injected fault', referral } = fault
  const outcome = { code, text, ...(referral && { referral }) }
  await output.write(writeResult(message.id, message.operation.type, outcome))
  return finish({ code, text, entries: 0 }, 'message')
}

const decodingErrorText = ({ message }: MalformedMessage): string =>
  `00000057: LdapErr: DSID-0C090D8A, comment: Error decoding ldap message (${message}), data 0, v4563`

const lingerMs = 500

/**
 * Sends a notice of disconnection and waits: closing at once, with unread bytes, would make the client lose
 * the notice.
 */
async function sendDisconnection(stream: Socket, code: number, text: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lingerMs)
    const done = () => {
      clearTimeout(timer)
      resolve()
    }
    if (stream.destroyed) return done()
    stream.once('close', done).once('end', done)
    stream.on('data', () => {})
    stream.end(writeDisconnection(code, text))
  })
}
