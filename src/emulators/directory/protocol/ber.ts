/**
 * BER as LDAP restricts it (RFC 4511 §5.1): definite lengths, one-byte tags, primitive octet strings. Every
 * length is checked against the bytes present, and every decoding error is a `MalformedMessage`, so that no
 * input makes the server loop, recurse endlessly or allocate memory for data that never arrives.
 */

/** The bytes are not a valid LDAP message. */
export class MalformedMessage extends Error {}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const

export interface Element {
  tag: number
  content: Buffer
}

export interface Header {
  tag: number
  /** Offsets of the content. */
  start: number
  end: number
}

/** Reads the header of the element at this offset; undefined if it is incomplete. @throws MalformedMessage */
export function readHeader(bytes: Buffer, at: number): Header | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  if ((tag & 0x1f) === 0x1f) throw new MalformedMessage('multi-byte tag')
  if (first < 0x80) return { tag, start: at + 2, end: at + 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > 4) throw new MalformedMessage('invalid length')
  const start = at + 2 + count
  if (start > bytes.length) return undefined
  return { tag, start, end: start + bytes.readUIntBE(at + 2, count) }
}

/** Reads the elements that fill these bytes. @throws MalformedMessage for an incomplete element */
export function readElements(bytes: Buffer): Element[] {
  const elements: Element[] = []
  for (let at = 0; at < bytes.length;) {
    const header = readHeader(bytes, at)
    if (!header || header.end > bytes.length) throw new MalformedMessage('truncated element')
    elements.push({ tag: header.tag, content: bytes.subarray(header.start, header.end) })
    at = header.end
  }
  return elements
}

/** Returns the content of a required element with this tag. @throws MalformedMessage */
export function contentOf(element: Element | undefined, tag: number): Buffer {
  if (element?.tag !== tag) throw new MalformedMessage(`missing element with tag 0x${tag.toString(16)}`)
  return element.content
}

/** @throws MalformedMessage for more than 32 bits */
export function readInteger(element: Element | undefined, tag: number = tags.integer): number {
  const content = contentOf(element, tag)
  if (content.length < 1 || content.length > 4) throw new MalformedMessage('invalid length of an integer')
  return content.readIntBE(0, content.length)
}

export function readBoolean(element: Element | undefined): boolean {
  const content = contentOf(element, tags.boolean)
  if (content.length !== 1) throw new MalformedMessage('invalid length of a boolean')
  return content[0] !== 0
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @throws MalformedMessage for invalid UTF-8 */
export function readText(element: Element | undefined, tag: number = tags.octets): string {
  try {
    return utf8.decode(contentOf(element, tag))
  } catch (error) {
    throw error instanceof MalformedMessage ? error : new MalformedMessage('invalid UTF-8')
  }
}

export function writeElement(tag: number, ...parts: readonly Buffer[]): Buffer {
  let length = 0
  for (const part of parts) length += part.length
  return Buffer.concat([headerOf(tag, length), ...parts])
}

function headerOf(tag: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([tag, length])
  if (length < 0x100) return Buffer.from([tag, 0x81, length])
  if (length < 0x10000) return Buffer.from([tag, 0x82, length >> 8, length & 0xff])
  const header = Buffer.from([tag, 0x84, 0, 0, 0, 0])
  header.writeUInt32BE(length, 2)
  return header
}

export const writeOctets = (value: string | Buffer, tag: number = tags.octets): Buffer =>
  writeElement(tag, typeof value === 'string' ? Buffer.from(value) : value)

export function writeInteger(value: number, tag: number = tags.integer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  // The shortest form: without leading bytes that only repeat the sign.
  let first = 0
  while (first < 3 && bytes.readInt16BE(first) >> 7 === bytes.readInt8(first)) first++
  return writeElement(tag, bytes.subarray(first))
}
