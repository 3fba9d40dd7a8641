/** A server that answers as a test says, with a certificate of an authority of its own. */
import type { IncomingMessage, RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { makeAuthority } from '../support/certificates.js'

export interface HttpsServer {
  /** Without a path. */
  origin: string
  /** PEM of the authority. */
  ca: string
  /** How many connections were made, good or bad. */
  connections(): number
  close(): Promise<void>
}

export async function startHttps(answer: RequestListener): Promise<HttpsServer> {
  const authority = makeAuthority('Scripted server')
  const { certificate, key } = authority.issue(['localhost', '127.0.0.1'])
  const server = createServer({ cert: certificate, key }, answer)
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    sockets.add(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `https://localhost:${(server.address() as AddressInfo).port}`,
    ca: authority.certificate,
    connections: () => connections,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

export const formIn = async (request: IncomingMessage): Promise<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(await text(request)))
