/** An HTTPS server with the responses of a test, by default with a certificate of its own authority. */
import type { RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { makeAuthority, type Certificate } from '../support/certificates.js'

export interface HttpsServer {
  /** The URL without a path. */
  origin: string
  /** The PEM of the authority. */
  ca: string
  /** The number of TCP connections, including those whose handshake failed. */
  connections(): number
  close(): Promise<void>
}

const authority = makeAuthority('Scripted server')

export async function startHttps(
  listener: RequestListener,
  { certificate, key }: Certificate = authority.issue(['localhost', '127.0.0.1']),
): Promise<HttpsServer> {
  const server = createServer({ cert: certificate, key }, listener)
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
