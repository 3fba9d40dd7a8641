/**
 * A scripted LDAP server on a plain socket, for behaviour that no real server shows on demand, such as stopping in the
 * middle of a response, or sending bytes that are not LDAP.
 */
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import {
  encodeBoolean,
  readElements,
  encodeInteger,
  encodeOctets,
  readTlv,
  encodeSequence,
  tags,
  encodeTlv,
  type Tlv,
} from '../../src/ad/ldap/ber.js'
import type { Certificate } from './certificates.js'

/** Tags of requests. The response tag is the next one, except for delete and search. */
export const ops = {
  bind: 0x60,
  unbind: 0x42,
  search: 0x63,
  modify: 0x66,
  add: 0x68,
  delete: 0x4a,
  modifyDn: 0x6c,
}
const answers: Readonly<Record<number, number>> = { 0x63: 0x65, 0x4a: 0x6b }
const extended = 0x77

export interface Received {
  id: number
  op: number
  /** The elements of the operation. */
  parts: Tlv[]
  controls: Array<{ type: string; critical: boolean; value?: Buffer }>
  socket: Socket
  result: (code: number, text?: string, controls?: ReadonlyArray<{ type: string; value: Buffer }>) => void
  entry: (dn: string, attributes?: Record<string, ReadonlyArray<string | Buffer>>) => void
  /** Sends raw bytes. */
  send: (bytes: Buffer) => void
}

export type Script = (request: Received) => void

export interface FakeServer {
  port: number
  /** All requests, in order. */
  received: Received[]
  connections(): number
  stop(): Promise<void>
}

export interface FakeOptions {
  /** Uses TLS: from the start, or after StartTLS. */
  tls?: Certificate & { startTls?: boolean }
  host?: string
  /** Sends these bytes when a client connects. */
  greeting?: string
}

/** Answers every request with success. */
export const agreeable: Script = (request) => {
  if (request.op !== ops.unbind) request.result(0)
}

export async function startFakeServer(
  script: Script = agreeable,
  options: FakeOptions = {},
): Promise<FakeServer> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const handle = (request: Received) => {
    received.push(request)
    if (request.op === extended && options.tls?.startTls) secure(request)
    else script(request)
  }
  const secure = ({ socket, id, send }: Received) => {
    socket.removeAllListeners('data')
    send(message(id, encodeTlv(0x78, resultParts(0, ''))))
    listen(upgrade(socket, options.tls), handle)
  }
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    if (options.greeting !== undefined) socket.write(options.greeting)
    listen(options.tls && !options.tls.startTls ? upgrade(socket, options.tls) : socket, handle)
  })
  await once(server.listen(0, options.host ?? '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    received,
    connections: () => connections,
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function upgrade(socket: Socket, tls: Certificate | undefined): Socket {
  const secureContext = createSecureContext({ cert: tls?.certificate, key: tls?.key })
  const secured = new TLSSocket(socket, { isServer: true, secureContext })
  secured.on('error', () => {})
  return secured
}

function listen(socket: Socket, handle: Script): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    for (let next = readTlv(bytes); next; next = readTlv(bytes)) {
      bytes = bytes.subarray(next.end)
      handle(receive(next, socket))
    }
  })
}

function receive({ content }: Tlv, socket: Socket): Received {
  const [first, operation, controls] = readElements(content)
  const id = first?.content.readUIntBE(0, first.content.length) ?? 0
  const op = operation?.tag ?? 0
  const send = (bytes: Buffer) => void socket.write(bytes)
  return {
    id,
    op,
    parts: op === ops.delete ? (operation ? [operation] : []) : readElements(operation?.content),
    controls: readElements(controls?.content).map(readControl),
    socket,
    send,
    result(code, text = '', more = []) {
      const body = encodeTlv(answers[op] ?? op + 1, resultParts(code, text))
      const list = more.map(({ type, value }) => encodeSequence(encodeOctets(type), encodeOctets(value)))
      send(message(id, body, ...(list.length > 0 ? [encodeTlv(0xa0, list)] : [])))
    },
    entry: (dn, attributes = {}) => send(entryMessage(id, dn, attributes)),
  }
}

const resultParts = (code: number, text: string) => [
  encodeInteger(code, tags.enumerated),
  encodeOctets(''),
  encodeOctets(text),
]

export const message = (id: number, ...parts: Buffer[]): Buffer => encodeSequence(encodeInteger(id), ...parts)

export function entryMessage(
  id: number,
  dn: string,
  attributes: Record<string, ReadonlyArray<string | Buffer>>,
): Buffer {
  const list = Object.entries(attributes).map(([name, values]) =>
    encodeSequence(
      encodeOctets(name),
      encodeTlv(
        tags.set,
        values.map((value) => encodeOctets(value)),
      ),
    ),
  )
  return message(id, encodeTlv(0x64, [encodeOctets(dn), encodeSequence(...list)]))
}

/** Encodes the value of the paged results control, for requests and responses. */
export const pagedValue = (size: number, cookie: Buffer): Buffer =>
  encodeSequence(encodeInteger(size), encodeOctets(cookie))

export const reference = (id: number, ...urls: string[]): Buffer =>
  message(
    id,
    encodeTlv(
      0x73,
      urls.map((url) => encodeOctets(url)),
    ),
  )

function readControl({ content }: Tlv): Received['controls'][number] {
  const [type, critical, value] = readElements(content)
  return {
    type: String(type?.content),
    critical: critical ? encodeBoolean(true).equals(content.subarray(type?.end, critical.end)) : false,
    ...(value && { value: value.content }),
  }
}
