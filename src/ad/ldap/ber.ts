/**
 * Encodes and decodes the part of BER that LDAP messages need (RFC 4511 §5.1).
 *
 * Requests are encoded here and not by ldapjs, because ldapjs parses and rewrites every DN, sends the escapes of a
 * filter literally, converts binary values and controls to UTF-8, and loses a byte if a value ends exactly at the end
 * of its buffer.
 */

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octets: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
}

export function encodeTlv(tag: number, content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([Buffer.from([tag]), encodeLength(length), ...content])
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length])
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  const used = bytes.subarray(bytes.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.from([0x80 | used.length]), used])
}

export const encodeSequence = (...content: readonly Buffer[]): Buffer => encodeTlv(tags.sequence, content)

export const encodeOctets = (value: string | Buffer, tag = tags.octets): Buffer =>
  encodeTlv(tag, [typeof value === 'string' ? Buffer.from(value) : value])

export const encodeBoolean = (value: boolean): Buffer => Buffer.from([tags.boolean, 1, value ? 0xff : 0])

/** Encodes a non-negative integer of up to 31 bits: message ids, versions, limits. */
export function encodeInteger(value: number, tag = tags.integer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  const first = bytes.findIndex((byte, index) => byte !== 0 || index === 3)
  const sign = (bytes[first] ?? 0) & 0x80 ? [0] : []
  return encodeTlv(tag, [Buffer.from([...sign, ...bytes.subarray(first)])])
}

export interface Tlv {
  tag: number
  content: Buffer
  /** Offset of the next element. */
  end: number
}

/**
 * Reads the element at this offset; returns undefined if it has not arrived completely.
 * @throws RangeError for a length that LDAP does not permit
 */
export function readTlv(bytes: Buffer, at = 0): Tlv | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  const longForm = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || longForm > 4)
    throw new RangeError(`0x${first.toString(16)} is not a valid length in LDAP`)
  const start = at + 2 + longForm
  if (start > bytes.length) return undefined
  const length = longForm === 0 ? first : bytes.readUIntBE(at + 2, longForm)
  const end = start + length
  return end > bytes.length ? undefined : { tag, content: bytes.subarray(start, end), end }
}

/** Reads the elements inside an element; none if there is no content. */
export function readElements(content: Buffer = Buffer.alloc(0)): Tlv[] {
  const found: Tlv[] = []
  for (let next = readTlv(content); next; next = readTlv(content, next.end)) found.push(next)
  return found
}
