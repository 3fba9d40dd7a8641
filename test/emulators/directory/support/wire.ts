/**
 * An LDAP client that sends and shows arbitrary messages. It shares no code with the embedded directory; for
 * BER it uses the product's code.
 */
import { once } from 'node:events'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { readElements, readTlv, type Tlv } from '../../../../src/ad/ldap/ber.js'
import type { Control } from '../../../../src/ad/ldap/controls.js'
import {
  addOperation,
  bindOperation,
  compareOperation,
  deleteOperation,
  extendedOperation,
  messageOf,
  modifyOperation,
  renameOperation,
  searchOperation,
  type Modification,
  type Search,
  type Value,
  type Values,
} from './operations.js'

export interface WireEntry {
  dn: string
  /** Names as received. */
  attributes: ReadonlyMap<string, Buffer[]>
}

export interface Reply {
  code: number
  matchedDn: string
  /** With the NUL that AD appends. */
  text: string
  entries: WireEntry[]
  references: string[]
  referrals: string[]
  controls: ReadonlyMap<string, Buffer>
  /** The value of an extended response. */
  value?: string
}

export interface Wire {
  bind(name: string, password: string, version?: number): Promise<Reply>
  search(search: Search): Promise<Reply>
  add(dn: string, attributes: Values): Promise<Reply>
  modify(dn: string, changes: readonly Modification[], controls?: readonly Control[]): Promise<Reply>
  rename(dn: string, newRdn: string, newSuperior?: string, deleteOld?: boolean): Promise<Reply>
  delete(dn: string, controls?: readonly Control[]): Promise<Reply>
  compare(dn: string, attribute: string, value: Value): Promise<Reply>
  extended(oid: string): Promise<Reply>
  /** Sends any operation. */
  request(operation: Buffer, controls?: readonly Control[]): Promise<Reply>
  /** Sends raw bytes without waiting for a response. */
  send(bytes: Buffer): void
  /** Responses without a pending request, such as a notice of disconnection. */
  readonly unasked: readonly Reply[]
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>
  socket: Socket
  close(): void
}

export interface WireOptions {
  url: string
  /** PEM; for ldaps. */
  ca?: string
}

export async function openWire({ url, ca }: WireOptions): Promise<Wire> {
  const { hostname: host, port, protocol } = new URL(url)
  const secure = protocol === 'ldaps:'
  const at = { host, port: Number(port) || (secure ? 636 : 389) }
  const socket = secure ? connectTls({ ...at, ca }) : connectPlain(at)
  socket.on('error', () => {})
  await once(socket, secure ? 'secureConnect' : 'connect')
  socket.setNoDelay(true)
  return wireOn(socket)
}

const ended = new Set([0x61, 0x65, 0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x78])

export function wireOn(socket: Socket): Wire {
  const waiting = new Map<
    number,
    { reply: Reply; resolve: (reply: Reply) => void; reject: (error: Error) => void }
  >()
  const unasked: Reply[] = []
  let bytes: Buffer = Buffer.alloc(0)
  let id = 0
  const take = ({ content }: Tlv) => {
    const [number, operation, controls] = readElements(content)
    const key = number?.content.readUIntBE(0, number.content.length) ?? 0
    const pending = waiting.get(key)
    const reply = pending?.reply ?? emptyReply()
    readInto(reply, operation, controls)
    if (!pending) unasked.push(reply)
    else if (ended.has(operation?.tag ?? 0)) {
      waiting.delete(key)
      pending.resolve(reply)
    }
  }
  socket.on('data', (piece: Buffer) => {
    bytes = Buffer.concat([bytes, piece])
    for (let next = readTlv(bytes); next; next = readTlv(bytes)) {
      bytes = bytes.subarray(next.end)
      take(next)
    }
  })
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of waiting.values()) reject(new Error('the connection was closed'))
      resolve()
    })
  })
  const request = (operation: Buffer, controls: readonly Control[] = []): Promise<Reply> =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { reply: emptyReply(), resolve, reject })
      socket.write(messageOf(id, operation, controls))
    })
  return {
    ...operations(request),
    request,
    send: (raw) => void socket.write(raw),
    unasked,
    closed,
    socket,
    close: () => void socket.destroy(),
  }
}

const emptyReply = (): Reply => ({
  code: -1,
  matchedDn: '',
  text: '',
  entries: [],
  references: [],
  referrals: [],
  controls: new Map(),
})

function readInto(reply: Reply, operation: Tlv | undefined, controls: Tlv | undefined): void {
  const parts = operation ? readElements(operation.content) : []
  if (operation?.tag === 0x64) reply.entries.push(readEntry(parts))
  else if (operation?.tag === 0x73) reply.references.push(...parts.map((part) => String(part.content)))
  else {
    const [code, matchedDn, text, ...rest] = parts
    const referral = rest.find(({ tag }) => tag === 0xa3)
    const value = rest.find(({ tag }) => tag === 0x8b)
    Object.assign(reply, {
      code: code?.content.readUIntBE(0, code.content.length) ?? -1,
      matchedDn: String(matchedDn?.content),
      text: String(text?.content),
      referrals: readElements(referral?.content).map((part) => String(part.content)),
      ...(value && { value: String(value.content) }),
      controls: new Map(readElements(controls?.content).map(readControl)),
    })
  }
}

function readControl({ content }: Tlv): [string, Buffer] {
  const [type, ...rest] = readElements(content)
  return [String(type?.content), rest.at(-1)?.content ?? Buffer.alloc(0)]
}

function readEntry([dn, list]: readonly Tlv[]): WireEntry {
  const attributes = readElements(list?.content).map(({ content }): [string, Buffer[]] => {
    const [name, values] = readElements(content)
    return [String(name?.content), readElements(values?.content).map((value) => value.content)]
  })
  return { dn: String(dn?.content), attributes: new Map(attributes) }
}

const operations = (request: Wire['request']) => ({
  bind: (name: string, password: string, version?: number) => request(bindOperation(name, password, version)),
  search: (search: Search) => request(searchOperation(search), search.controls),
  add: (dn: string, attributes: Values) => request(addOperation(dn, attributes)),
  modify: (dn: string, changes: readonly Modification[], controls?: readonly Control[]) =>
    request(modifyOperation(dn, changes), controls),
  rename: (dn: string, newRdn: string, newSuperior?: string, deleteOld = true) =>
    request(renameOperation(dn, newRdn, newSuperior, deleteOld)),
  delete: (dn: string, controls?: readonly Control[]) => request(deleteOperation(dn), controls),
  compare: (dn: string, attribute: string, value: Value) => request(compareOperation(dn, attribute, value)),
  extended: (oid: string) => request(extendedOperation(oid)),
})

/** Returns the values of an attribute as text, ignoring the case of its name. */
export function texts(entry: WireEntry | undefined, name: string): string[] | undefined {
  for (const [key, values] of entry?.attributes ?? []) {
    if (key.toLowerCase() === name.toLowerCase()) return values.map(String)
  }
  return undefined
}
