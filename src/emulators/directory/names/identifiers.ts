/** Converts GUIDs and SIDs between bytes and text (MS-DTYP 2.3.4.2, 2.4.2). */

const dashed = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/i
const reversed = (hex: string): string => Buffer.from(hex, 'hex').reverse().toString('hex')

/** Expects a valid GUID. */
export function guidBytes(guid: string): Buffer {
  const [, first = '', second = '', third = '', fourth = '', last = ''] = dashed.exec(guid) ?? []
  return Buffer.from(reversed(first) + reversed(second) + reversed(third) + fourth + last, 'hex')
}

export function guidFromBytes(bytes: Buffer): string | undefined {
  if (bytes.length !== 16) return undefined
  const hex = bytes.toString('hex')
  const little = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16)].map(reversed)
  return [...little, hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Reads a GUID with dashes, or as the hex of its bytes; returns it in lower case. */
export function parseGuid(text: string): string | undefined {
  if (dashed.test(text)) return text.toLowerCase()
  return /^[\da-f]{32}$/i.test(text) ? guidFromBytes(Buffer.from(text, 'hex')) : undefined
}

const sidForm = /^S-1-(\d{1,15})((?:-\d{1,10}){1,15})$/i

export function sidBytes(sid: string): Buffer | undefined {
  const [, authority = '', rest = ''] = sidForm.exec(sid) ?? []
  const parts = rest.split('-').slice(1).map(Number)
  if (parts.length === 0 || Number(authority) >= 2 ** 48 || parts.some((part) => part >= 2 ** 32))
    return undefined
  const bytes = Buffer.alloc(8 + 4 * parts.length)
  bytes[0] = 1
  bytes[1] = parts.length
  bytes.writeUIntBE(Number(authority), 2, 6)
  parts.forEach((part, index) => bytes.writeUInt32LE(part, 8 + 4 * index))
  return bytes
}

export function sidFromBytes(bytes: Buffer): string | undefined {
  const count = bytes[1] ?? 0
  if (bytes[0] !== 1 || count < 1 || count > 15 || bytes.length !== 8 + 4 * count) return undefined
  const parts = Array.from({ length: count }, (_, index) => bytes.readUInt32LE(8 + 4 * index))
  return ['S-1', bytes.readUIntBE(2, 6), ...parts].join('-')
}

/** Reads a SID as text, or as the hex of its bytes; returns text. */
export function parseSid(text: string): string | undefined {
  const bytes = /^(?:[\da-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : sidBytes(text)
  return bytes && sidFromBytes(bytes)
}

/** Returns the domain part of an account's SID. */
export const domainSidOf = (sid: string): string => sid.slice(0, sid.lastIndexOf('-'))
