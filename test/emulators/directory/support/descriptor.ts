/** Decodes security descriptors (MS-DTYP 2.4.4 to 2.4.6), without code of the emulator. */
import { sidFromBytes } from '../../../../src/emulators/directory/names/identifiers.js'
import type { Control } from '../../../../src/ad/ldap/controls.js'
import { encodeInteger, encodeSequence } from '../../../../src/ad/ldap/ber.js'

export interface ReadAce {
  type: number
  flags: number
  mask: number
  /** Hex of the bytes. */
  object?: string
  heir?: string
  sid: string
}

export interface ReadDescriptor {
  owner?: string
  group?: string
  isSealed: boolean
  /** Undefined if the part is missing. */
  aces?: ReadAce[]
}

/** LDAP_SERVER_SD_FLAGS_OID: 1 owner, 2 group, 4 DACL, 8 SACL. */
export const sdFlags = (flags: number): Control => ({
  type: '1.2.840.113556.1.4.801',
  critical: true,
  value: encodeSequence(encodeInteger(flags)),
})

export function readDescriptor(bytes: Buffer): ReadDescriptor {
  const [owner, group, dacl] = [4, 8, 16].map((at) => bytes.readUInt32LE(at))
  return {
    isSealed: (bytes.readUInt16LE(2) & 0x1000) !== 0,
    ...(owner && { owner: sidAt(bytes, owner) }),
    ...(group && { group: sidAt(bytes, group) }),
    ...(dacl && { aces: acesAt(bytes, dacl) }),
  }
}

function acesAt(bytes: Buffer, at: number): ReadAce[] {
  const count = bytes.readUInt16LE(at + 4)
  const aces: ReadAce[] = []
  for (let index = 0, next = at + 8; index < count; index++) {
    aces.push(aceAt(bytes, next))
    next += bytes.readUInt16LE(next + 2)
  }
  return aces
}

const aboutObjects = new Set([5, 6])

function aceAt(bytes: Buffer, at: number): ReadAce {
  const [type, flags, mask] = [bytes.readUInt8(at), bytes.readUInt8(at + 1), bytes.readUInt32LE(at + 4)]
  if (!aboutObjects.has(type)) return { type, flags, mask, sid: sidAt(bytes, at + 8) }
  const present = bytes.readUInt32LE(at + 8)
  let next = at + 12
  const guid = (bit: number): string | undefined => {
    if ((present & bit) === 0) return undefined
    next += 16
    return bytes.toString('hex', next - 16, next)
  }
  const [object, heir] = [guid(1), guid(2)]
  return { type, flags, mask, ...(object && { object }), ...(heir && { heir }), sid: sidAt(bytes, next) }
}

const sidAt = (bytes: Buffer, at: number): string =>
  sidFromBytes(bytes.subarray(at, at + 8 + 4 * bytes.readUInt8(at + 1))) ?? ''
