/** What a server sends: bytes cut into messages, and entries read from them as they are. */
import { WritebackError } from '../../errors.js'
import { elements, readTlv, tags, type Tlv } from './ber.js'
import { resultName } from './resultCodes.js'

export interface Entry {
  /** Exactly as the server sent it. */
  dn: string
  /** By lower-cased name, options like `;range=0-1499` included. */
  attributes: ReadonlyMap<string, Buffer[]>
}

export interface EntryMessage {
  messageId: number
  entry: Entry
}

const searchResultEntry = 0x64
const extendedResponse = 0x78
const referralTag = 0xa3
const responseNameTag = 0x8a
const constructed = 0x20

/**
 * Far more than any answer of a directory: a page of AD ends at some megabytes. What claims more would only fill the
 * memory until the process dies.
 */
const maxMessage = 64 * 1_048_576

/**
 * Takes what arrives and gives the messages that are complete.
 *
 * ldapjs copies everything again with each piece that arrives (reading 20,000 members over TLS took 0.8 s of CPU, now
 * 0.05 s), recurses once per message until the stack ends, and loops for ever where a length is wrong.
 * @throws RangeError for bytes that are no LDAP
 * @throws WritebackError `directoryUnexpected` as soon as a message says that it is too large
 */
export function messageCutter(): (piece: Buffer) => Buffer[] {
  let pieces: Buffer[] = []
  let waiting = 0
  let needed = 0
  return (piece) => {
    pieces.push(piece)
    waiting += piece.length
    if (waiting < needed) return []
    const bytes = Buffer.concat(pieces)
    const messages: Buffer[] = []
    let at = 0
    for (let next = readTlv(bytes); next; next = readTlv(bytes, at)) {
      messages.push(bytes.subarray(at, next.end))
      checkNesting(next)
      at = next.end
    }
    const rest = bytes.subarray(at)
    pieces = rest.length > 0 ? [rest] : []
    waiting = rest.length
    needed = messageLength(rest)
    return messages
  }
}

/** How many bytes the message that starts here will have; 0 where too few are there to say. */
function messageLength(start: Buffer): number {
  if (start.length > 0 && start[0] !== tags.sequence) throw new RangeError('the answer is no LDAP')
  const first = start[1] ?? 0
  const longForm = first < 0x80 ? 0 : first & 0x7f
  if (start.length < 2 + longForm) return 0
  const length = longForm === 0 ? first : start.readUIntBE(2, longForm)
  if (length > maxMessage) throw tooLong(length)
  return 2 + longForm + length
}

function tooLong(length: number): WritebackError {
  const [megabytes, limit] = [length, maxMessage].map((bytes) => Math.ceil(bytes / 1_048_576))
  const what = `The directory announced a message of ${megabytes} MB; at most ${limit} MB are taken.`
  return new WritebackError('directoryUnexpected', what, {
    hint: 'Look at what answers there, and at what stands between.',
  })
}

/** Every element ends within the one around it. */
function checkNesting({ tag, content }: Tlv): void {
  if ((tag & constructed) === 0) return
  for (let at = 0; at < content.length;) {
    const inner = readTlv(content, at)
    if (!inner) throw new RangeError('a length in the answer is wrong')
    checkNesting(inner)
    at = inner.end
  }
}

/** The entry in a message, or undefined where it is another kind of answer. */
export function readEntry(message: Buffer): EntryMessage | undefined {
  const [id, operation] = elements(readTlv(message)?.content)
  if (operation?.tag !== searchResultEntry || !id) return undefined
  const [dn, list] = elements(operation.content)
  const attributes = new Map<string, Buffer[]>()
  for (const { content } of elements(list?.content)) {
    const [name, values] = elements(content)
    const texts = elements(values?.content).map((value) => value.content)
    attributes.set(String(name?.content).toLowerCase(), texts)
  }
  return {
    messageId: id.content.readUIntBE(0, id.content.length),
    entry: { dn: String(dn?.content), attributes },
  }
}

/** Where to ask instead (RFC 4511 §4.1.10); undefined for any message but such a result. ldapjs loses these. */
export function readReferral(message: Buffer): { messageId: number; urls: string[] } | undefined {
  const [id, operation] = elements(readTlv(message)?.content)
  if (!id || !operation || (operation.tag & constructed) === 0) return undefined
  const referral = elements(operation.content).find(({ tag }) => tag === referralTag)
  if (!referral) return undefined
  const urls = elements(referral.content).map(({ content }) => content.toString('utf8'))
  return { messageId: id.content.readUIntBE(0, id.content.length), urls }
}

const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036'

/**
 * Why the server is about to end the connection (RFC 4511 §4.4.1); undefined for any other message. It belongs to no
 * request, so ldapjs passes it over, and whoever waits would wait until the socket closes.
 */
export function readNotice(message: Buffer): string | undefined {
  const [id, operation] = elements(readTlv(message)?.content)
  if (operation?.tag !== extendedResponse || id?.content.some((byte) => byte !== 0)) return undefined
  const [code, , text, ...others] = elements(operation.content)
  const name = others.find(({ tag }) => tag === responseNameTag)
  if (!code || String(name?.content) !== noticeOfDisconnection) return undefined
  const number = code.content.readUIntBE(0, code.content.length)
  return `${number} ${resultName(number)}: ${String(text?.content)}`
}
