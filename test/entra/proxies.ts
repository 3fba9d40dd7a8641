/** Proxies on the loopback address: one that only passes on, and one that looks inside with an authority of its own. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https'
import { connect, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { Authority } from '../support/certificates.js'

export interface Proxy {
  url: string
  /** Every CONNECT: where to, and with which name and password. */
  connects: Array<{ to: string; credentials?: string }>
  close(): Promise<void>
}

interface ProxyOptions {
  /** Speaks TLS itself, with a certificate of this authority. */
  tls?: Authority
  /** What to answer instead of letting anybody through. */
  refuse?: string
  /** Ends the TLS of the other side and begins one of its own, with certificates of this authority. */
  inspect?: { authority: Authority; trust: string }
}

export async function startProxy({ tls, refuse, inspect }: ProxyOptions = {}): Promise<Proxy> {
  const connects: Proxy['connects'] = []
  const sockets = new Set<Duplex>()
  const inside = inspect && createHttpServer((request, response) => passOn(request, response, inspect.trust))
  const onConnect = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const to = request.url ?? ''
    const [, encoded] = request.headers['proxy-authorization']?.split(' ') ?? []
    connects.push({ to, ...(encoded && { credentials: Buffer.from(encoded, 'base64').toString() }) })
    sockets.add(socket.on('error', () => socket.destroy()))
    if (refuse !== undefined) return void socket.end(`HTTP/1.1 ${refuse}\r\nContent-Length: 0\r\n\r\n`)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (inside) inside.emit('connection', unwrapped(socket, inspect.authority))
    else tunnel(socket, head, to)
  }
  const server = serverFor(tls).on('connect', onConnect)
  server.on('connection', (socket: Duplex) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    connects,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function serverFor(tls: Authority | undefined): Server {
  if (!tls) return createHttpServer()
  const { certificate, key } = tls.issue(['127.0.0.1'])
  return createHttpsServer({ cert: certificate, key })
}

function tunnel(socket: Duplex, head: Buffer, to: string): void {
  const upstream = connect(Number(to.split(':')[1]), '127.0.0.1', () => {
    upstream.write(head)
    socket.pipe(upstream).pipe(socket)
  })
  upstream.on('error', () => socket.destroy())
  socket.on('close', () => upstream.destroy())
}

function unwrapped(socket: Duplex, authority: Authority): TLSSocket {
  const { certificate, key } = authority.issue(['localhost'])
  const inner = new TLSSocket(socket, { isServer: true, cert: certificate, key })
  return inner.on('error', () => inner.destroy())
}

function passOn(request: IncomingMessage, response: ServerResponse, ca: string): void {
  const { method, headers, url } = request
  const onward = httpsRequest(`https://${headers.host}${url}`, { method, headers, ca }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
