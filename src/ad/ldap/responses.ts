/**
 * Splits the bytes that a server sends into messages, and decodes entries, referrals and notices of disconnection.
 */
import { WritebackError } from '../../errors.js'
import { readElements, readTlv, tags, type Tlv } from './ber.js'
import { resultCodeName } from './resultCodes.js'

export interface DirectoryEntry {
  /** The DN exactly as the server sent it. */
  dn: string
  /** Values by lower-case attribute name, with options like `;range=0-1499`. */
  attributes: ReadonlyMap<string, Buffer[]>
}

export interface EntryMessage {
  messageId: number
  entry: DirectoryEntry
}

const searchResultEntry = 0x64
const extendedResponse = 0x78
const referralTag = 0xa3
const responseNameTag = 0x8a
const constructed = 0x20

/**
 * Far above any real response: a page of AD has a few megabytes. A larger message would fill the memory until the
 * process dies.
 */
const maxMessage = 64 * 1_048_576

/**
 * Returns a function that takes the received bytes piece by piece and returns the messages that are complete.
 *
 * ldapjs copies all bytes again with each piece (reading 20,000 members over TLS took 0.8 s of CPU, now 0.05 s),
 * recurses once per message until the stack overflows, and loops endlessly on a wrong length.
 * @throws RangeError for bytes that are not LDAP
 * @throws WritebackError `directoryUnexpected` as soon as a header announces a message that is too large
 */
export function createMessageSplitter(): (piece: Buffer) => Buffer[] {
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

/** The length in bytes that the header of a message announces; 0 if the header is not complete. */
function messageLength(start: Buffer): number {
  if (start.length > 0 && start[0] !== tags.sequence) throw new RangeError('the response is not LDAP')
  const first = start[1] ?? 0
  const longForm = first < 0x80 ? 0 : first & 0x7f
  if (start.length < 2 + longForm) return 0
  const length = longForm === 0 ? first : start.readUIntBE(2, longForm)
  if (length > maxMessage) throw tooLong(length)
  return 2 + longForm + length
}

function tooLong(length: number): WritebackError {
  const [megabytes, limit] = [length, maxMessage].map((bytes) => Math.ceil(bytes / 1_048_576))
  const what = `The directory announced a message of ${megabytes} MB; the maximum is ${limit} MB.`
  return new WritebackError('directoryUnexpected', what, {
    hint: 'Check which server responds at this URL, and any gateway in between.',
  })
}

/** Checks that every element ends inside its parent. @throws RangeError */
function checkNesting({ tag, content }: Tlv): void {
  if ((tag & constructed) === 0) return
  for (let at = 0; at < content.length;) {
    const inner = readTlv(content, at)
    if (!inner) throw new RangeError('the response has an invalid length')
    checkNesting(inner)
    at = inner.end
  }
}

/** Decodes the entry in a message; returns undefined for any other message. */
export function readEntry(message: Buffer): EntryMessage | undefined {
  const [id, operation] = readElements(readTlv(message)?.content)
  if (operation?.tag !== searchResultEntry || !id) return undefined
  const [dn, list] = readElements(operation.content)
  const attributes = new Map<string, Buffer[]>()
  for (const { content } of readElements(list?.content)) {
    const [name, values] = readElements(content)
    const texts = readElements(values?.content).map((value) => value.content)
    attributes.set(String(name?.content).toLowerCase(), texts)
  }
  return {
    messageId: id.content.readUIntBE(0, id.content.length),
    entry: { dn: String(dn?.content), attributes },
  }
}

/**
 * Decodes the referral of a result (RFC 4511 §4.1.10), which ldapjs drops; returns undefined for any other message.
 */
export function readReferral(message: Buffer): { messageId: number; urls: string[] } | undefined {
  const [id, operation] = readElements(readTlv(message)?.content)
  if (!id || !operation || (operation.tag & constructed) === 0) return undefined
  const referral = readElements(operation.content).find(({ tag }) => tag === referralTag)
  if (!referral) return undefined
  const urls = readElements(referral.content).map(({ content }) => content.toString('utf8'))
  return { messageId: id.content.readUIntBE(0, id.content.length), urls }
}

const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036'

/**
 * Decodes a notice of disconnection (RFC 4511 §4.4.1) and returns its reason; returns undefined for any other
 * message. It belongs to no request, so ldapjs ignores it, and pending requests would wait until the socket closes.
 */
export function readDisconnectionNotice(message: Buffer): string | undefined {
  const [id, operation] = readElements(readTlv(message)?.content)
  if (operation?.tag !== extendedResponse || id?.content.some((byte) => byte !== 0)) return undefined
  const [code, , text, ...others] = readElements(operation.content)
  const name = others.find(({ tag }) => tag === responseNameTag)
  if (!code || String(name?.content) !== noticeOfDisconnection) return undefined
  const number = code.content.readUIntBE(0, code.content.length)
  return `${number} ${resultCodeName(number)}: ${String(text?.content)}`
}
