/** Opens TCP connections for LDAP, and negotiates StartTLS on them. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { WritebackError } from '../../errors.js'
import { readElements, encodeInteger, encodeOctets, readTlv, encodeSequence, tags, encodeTlv } from './ber.js'
import type { ServerAddress } from './serverUrl.js'
import { resultCodeName } from './resultCodes.js'

/**
 * Opens a TCP connection on which the TLS handshake can start at once; for an ldap:// URL it negotiates StartTLS
 * first.
 *
 * ldapjs then runs TLS on this socket. Its own StartTLS is not used: it has no time-out, checks the certificate
 * against "localhost" by default, and accepts plain text that arrived before the handshake.
 */
export async function openSocket(target: ServerAddress, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const socket = connect({ host: target.host, port: target.port, noDelay: true, keepAlive: true })
  socket.on('error', () => {}) // an error without a listener ends the process; `once` rejects with it as well
  const abort = () => socket.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort)
  try {
    await once(socket, 'connect')
    if (target.protection === 'startTls') await negotiateTls(socket, target)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const startTls = encodeSequence(
  encodeInteger(1),
  encodeTlv(0x77, [encodeOctets('1.3.6.1.4.1.1466.20037', 0x80)]),
)

/**
 * @throws WritebackError `directoryTls` if the server refuses StartTLS; the connection is never used in plain text
 */
async function negotiateTls(socket: Socket, target: ServerAddress): Promise<void> {
  socket.write(startTls)
  const code = resultOf(await readResponse(socket))
  if (code === 0) return
  const result = code === undefined ? 'an invalid LDAP message' : `${code} ${resultCodeName(code)}`
  throw new WritebackError('directoryTls', `${target.url} responded to StartTLS with ${result}.`, {
    hint: 'Install a certificate on the domain controller, or use a domain controller that has one.',
  })
}

/**
 * Reads one response. Further bytes would be injected plain text before the handshake; then the response is
 * discarded.
 */
async function readResponse(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    bytes = Buffer.concat([bytes, chunk as Buffer])
    const end = readTlv(bytes)?.end
    if (end !== undefined) return end === bytes.length ? bytes : Buffer.alloc(0)
  }
  throw new Error('the server closed the connection')
}

/** The result code of an extended response to message 1; undefined for any other bytes. */
function resultOf(bytes: Buffer): number | undefined {
  const [id, response] = readElements(readTlv(bytes)?.content)
  const [code] = response?.tag === 0x78 ? readElements(response.content) : []
  if (!id?.content.equals(Buffer.from([1])) || code?.tag !== tags.enumerated) return undefined
  return code.content.readUIntBE(0, code.content.length)
}
