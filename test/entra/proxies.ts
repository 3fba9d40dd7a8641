/** Proxies on the loopback address: one that tunnels, and one that inspects TLS with its own certificate authority. */
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
  /** Every CONNECT request: its target and credentials. */
  connects: Array<{ to: string; credentials?: string }>
  close(): Promise<void>
}

interface ProxyOptions {
  /** Makes the proxy an HTTPS proxy, with a certificate of this authority. */
  tls?: Authority
  /** The status line of the response to every CONNECT request, instead of a tunnel. */
  refuse?: string
  /** Terminates TLS with certificates of this authority, and opens a new connection that trusts `trust`. */
  inspect?: { authority: Authority; trust: string }
}

export async function startProxy({ tls, refuse, inspect }: ProxyOptions = {}): Promise<Proxy> {
  const connects: Proxy['connects'] = []
  const sockets = new Set<Duplex>()
  const inspector =
    inspect && createHttpServer((request, response) => forward(request, response, inspect.trust))
  const onConnect = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const to = request.url ?? ''
    const [, encoded] = request.headers['proxy-authorization']?.split(' ') ?? []
    connects.push({ to, ...(encoded && { credentials: Buffer.from(encoded, 'base64').toString() }) })
    sockets.add(socket.on('error', () => socket.destroy()))
    if (refuse !== undefined) return void socket.end(`HTTP/1.1 ${refuse}\r\nContent-Length: 0\r\n\r\n`)
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (inspector) inspector.emit('connection', terminateTls(socket, inspect.authority))
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

function terminateTls(socket: Duplex, authority: Authority): TLSSocket {
  const { certificate, key } = authority.issue(['localhost'])
  const inner = new TLSSocket(socket, { isServer: true, cert: certificate, key })
  return inner.on('error', () => inner.destroy())
}

function forward(request: IncomingMessage, response: ServerResponse, ca: string): void {
  const { method, headers, url } = request
  const onward = httpsRequest(`https://${headers.host}${url}`, { method, headers, ca }, (upstream) => {
    response.writeHead(upstream.statusCode ?? 502, upstream.headers)
    upstream.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
