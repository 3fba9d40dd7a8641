/** A server that answers as a test says, with a certificate of an authority of its own unless told. */
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { makeAuthority, type Certificate } from '../support/certificates.js'

export interface HttpsServer {
  /** Without a path. */
  origin: string
  /** PEM of the authority. */
  ca: string
  /** How many connections were made, good or bad. */
  connections(): number
  close(): Promise<void>
}

const authority = makeAuthority('Scripted server')

export async function startHttps(
  answer: RequestListener,
  { certificate, key }: Certificate = authority.issue(['localhost', '127.0.0.1']),
): Promise<HttpsServer> {
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
