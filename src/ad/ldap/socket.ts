import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { WritebackError } from '../../errors.js'
import { elements, integer, octets, readTlv, sequence, tags, tlv } from './ber.js'
import type { Target } from './serverUrl.js'
import { resultName } from './resultCodes.js'

/**
 * A TCP connection on which TLS can start at once: agreed by StartTLS where the address is ldap://.
 *
 * ldapjs is only ever given such a socket and told to speak TLS on it. Its own StartTLS has no deadline, checks the
 * certificate against "localhost" unless told otherwise, and keeps plain text that came before the handshake.
 */
export async function openSocket(target: Target, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted()
  const socket = connect({ host: target.host, port: target.port, noDelay: true, keepAlive: true })
  socket.on('error', () => {}) // an error without a listener ends the process; whoever waits gets it as well
  const abort = () => socket.destroy(signal.reason as Error)
  signal.addEventListener('abort', abort)
  try {
    await once(socket, 'connect')
    if (target.protection === 'startTls') await agreeOnTls(socket, target)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

const startTls = sequence(integer(1), tlv(0x77, [octets('1.3.6.1.4.1.1466.20037', 0x80)]))

/** @throws WritebackError `directoryTls` where the server will not; never goes on in plain text */
async function agreeOnTls(socket: Socket, target: Target): Promise<void> {
  socket.write(startTls)
  const code = resultOf(await readAnswer(socket))
  if (code === 0) return
  const said = code === undefined ? 'something that is no LDAP' : `${code} ${resultName(code)}`
  throw new WritebackError('directoryTls', `${target.url} answered StartTLS with ${said}.`, {
    hint: 'Install a certificate on the domain controller, or use one that has it.',
  })
}

/** Bytes after the answer would be plain text that somebody put in front of the encrypted one: no answer then. */
async function readAnswer(socket: Socket): Promise<Buffer> {
  let bytes = Buffer.alloc(0)
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    bytes = Buffer.concat([bytes, chunk as Buffer])
    const end = readTlv(bytes)?.end
    if (end !== undefined) return end === bytes.length ? bytes : Buffer.alloc(0)
  }
  throw new Error('the server closed the connection')
}

/** The result code of an extended response to message 1. */
function resultOf(answer: Buffer): number | undefined {
  const [id, response] = elements(readTlv(answer)?.content)
  const [code] = response?.tag === 0x78 ? elements(response.content) : []
  if (!id?.content.equals(Buffer.from([1])) || code?.tag !== tags.enumerated) return undefined
  return code.content.readUIntBE(0, code.content.length)
}
