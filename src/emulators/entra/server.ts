/**
 * The HTTPS server on the loopback address: parses requests and delivers responses, truncated ones included.
 */
import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { IssuedCertificate } from '../certificates.js'
import { jsonType, parseRequest, type EntraResponse } from './messages.js'
import type { Edge } from './edge.js'

export interface LoopbackServer {
  port: number
  handleWith(edge: Edge): void
  /** Closes every connection; resolves when the port is closed. */
  close(): Promise<void>
}

const maxBodyBytes = 4 * 1024 * 1024

/** Port 0 selects a free one. */
export async function startServer(certificate: IssuedCertificate, wanted: number): Promise<LoopbackServer> {
  const server = createServer({ cert: certificate.certPem, key: certificate.keyPem })
  // The time-out for idle connections exceeds the pauses of clients, so that none is closed just as it is
  // reused.
  server.keepAliveTimeout = 120_000
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listen(server, wanted)
  return {
    port,
    handleWith: (edge) => {
      server.on('request', (request, response) => void serveRequest(request, response, edge))
    },
    close: () => close(server, sockets),
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** Destroys every socket, because the server's own list lacks connections with an unfinished handshake. */
function close(server: Server, sockets: Iterable<Duplex>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    for (const socket of sockets) socket.destroy()
  })
}

async function serveRequest(request: IncomingMessage, response: ServerResponse, edge: Edge): Promise<void> {
  try {
    const body = await readBody(request)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    deliverResponse(
      await edge(parseRequest(request.method ?? 'GET', request.url ?? '/', headers, body)),
      response,
    )
  } catch {
    // The client closed the connection, or the body is larger than any request needs.
    response.destroy()
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBodyBytes) throw new RangeError('The request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function deliverResponse(answer: EntraResponse, response: ServerResponse): void {
  const { delivery = 'whole' } = answer
  if (delivery === 'none') return
  if (delivery === 'reset') return void response.destroy()
  const whole = payload(answer)
  const sent = delivery === 'whole' ? whole : whole.subarray(0, Math.floor(whole.length / 2))
  response.writeHead(answer.status, {
    ...(typeof answer.body === 'object' && { 'Content-Type': jsonType }),
    ...answer.headers,
    // A broken response announces more bytes than it sends.
    ...(answer.status !== 204 && { 'Content-Length': delivery === 'broken' ? whole.length : sent.length }),
  })
  if (delivery !== 'broken') return void response.end(sent)
  response.write(sent, () => response.destroy())
}

function payload({ body }: EntraResponse): Buffer {
  if (body === undefined) return Buffer.alloc(0)
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
}
