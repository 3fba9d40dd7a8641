/**
 * BER, as far as LDAP requests need it (RFC 4511 §5.1).
 *
 * Requests are encoded here and not by ldapjs: it parses and re-writes every name, sends the escapes of a filter
 * literally, turns binary values and controls into UTF-8, and its writer loses a byte where a value ends exactly at
 * the end of its buffer.
 */

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
}

export function tlv(tag: number, content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Buffer.from([tag]), lengthOctets(length), ...content])
}

function lengthOctets(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  const used = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.from([0x80 | used.length]), used])
}

export const sequence = (...content: readonly Buffer[]): Buffer => tlv(tags.sequence, content)

export const octets = (value: string | Buffer, tag = tags.octets): Buffer =>
  tlv(tag, [typeof value === 'string' ? Buffer.from(value) : value])

export const boolean = (value: boolean): Buffer => Buffer.from([tags.boolean, 1, value ? 0xff : 0])

/** Up to 31 bits and not negative: message numbers, versions, limits. */
export function integer(value: number, tag = tags.integer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  const first = bytes.findIndex((byte, index) => byte !== 0 || index === 3)
  const sign = (bytes[first] ?? 0) & 0x80 ? [0] : []
  return tlv(tag, [Buffer.from([...sign, ...bytes.subarray(first)])])
}

export interface Tlv {
  tag: number
  content: Buffer
  /** Where the next one starts. */
  end: number
}

/**
 * The element that starts at this place; undefined where its end has not arrived yet.
 * @throws RangeError for a length LDAP does not allow
 */
export function readTlv(bytes: Buffer, at = 0): Tlv | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const longForm = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || longForm > 4) throw new RangeError(`0x${first.toString(16)} is no length in LDAP`)
  const start = at + 2 + longForm
  if (start > bytes.length) return undefined
  const length = longForm === 0 ? first : bytes.readUIntBE(at + 2, longForm)
  const end = start + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}

/** What an element is made of; nothing, where there is none. */
export function elements(content: Buffer = Buffer.alloc(0)): Tlv[] {
  const found: Tlv[] = []
  for (let next = readTlv(content); next; next = readTlv(content, next.end)) found.push(next)
  return found
}
