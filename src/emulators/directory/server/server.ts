/** Listens on the loopback address: LDAP with StartTLS on one port, LDAPS on another. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createSecureContext, createServer as createTlsServer, type TlsOptions } from 'node:tls'
import type { IssuedCertificate } from '../../certificates.js'
import type { FaultQueue } from '../faults.js'
import { serveConnection, type Service } from './connection.js'

export interface LdapServer {
  ldapPort: number
  ldapsPort: number
  /** Number of open connections. */
  connections(): number
  /** Closes every connection; resolves when the ports are closed. */
  close(): Promise<void>
}

export interface ServerOptions {
  certificate: IssuedCertificate
  /** 0 for a free port. */
  ldapPort: number
  ldapsPort: number
}

const handshakeTimeout = 10_000

export async function startServer(
  service: Omit<Service, 'secureContext' | 'closing'>,
  { certificate, ldapPort, ldapsPort }: ServerOptions,
): Promise<LdapServer> {
  const tls = { cert: certificate.certPem, key: certificate.keyPem }
  const closing = new AbortController()
  const complete: Service = { ...service, secureContext: createSecureContext(tls), closing: closing.signal }
  const sockets = new Set<Socket>()
  const running = new Set<Promise<void>>()
  let number = 0
  const serveSocket = (socket: Socket, secure: boolean) => {
    const conversation = serveConnection(complete, socket, ++number, secure)
    running.add(conversation)
    void conversation.finally(() => running.delete(conversation))
  }
  const { plain, secure } = createListeners(
    service.faults,
    { ...tls, noDelay: true, handshakeTimeout },
    serveSocket,
  )
  for (const server of [plain, secure]) {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    })
  }
  async function close(): Promise<void> {
    closing.abort()
    const closed = [plain, secure].map((server) => new Promise((resolve) => server.close(resolve)))
    for (const socket of sockets) socket.destroy()
    await Promise.all([...closed, ...running])
  }
  try {
    const ports = await Promise.all([listen(plain, ldapPort), listen(secure, ldapsPort)])
    return { ldapPort: ports[0], ldapsPort: ports[1], connections: () => sockets.size, close }
  } catch (error) {
    await close()
    throw error
  }
}

type ServeSocket = (socket: Socket, secure: boolean) => void

/** Creates the listeners. TLS starts in a separate step, so that a fault can prevent it. */
function createListeners(
  faults: FaultQueue,
  options: TlsOptions,
  talk: ServeSocket,
): { plain: Server; secure: Server } {
  const tlsServer = createTlsServer(options, (socket) => talk(socket, true))
  const silentTlsServer = createTlsServer(options, ignoreSocket)
  return {
    plain: createServer({ noDelay: true }, (socket) => {
      if (faults.takeConnection(false)) ignoreSocket(socket)
      else talk(socket, false)
    }),
    secure: createServer({ noDelay: true }, (socket) => {
      const fault = faults.takeConnection(true)
      if (fault === 'noHandshake') ignoreSocket(socket)
      else (fault === 'silent' ? silentTlsServer : tlsServer).emit('connection', socket)
    }),
  }
}

/** Keeps the connection open and discards what it receives. */
function ignoreSocket(socket: Socket): void {
  socket.on('error', () => {}).resume()
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
