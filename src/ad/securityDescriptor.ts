/** Security descriptors in self-relative form (MS-DTYP 2.4.6): the owner, and who may read what. */
import { guidText, sidText } from './identifiers.js'

/** One entry of an access list, as far as it speaks about this object and about reading or writing its attributes. */
export interface Ace {
  kind: 'allow' | 'deny'
  mask: number
  sid: string
  /** The attribute, the property set or the right that it is about; everything where it is missing. */
  objectType?: string
}

const ownerOffset = 4
const daclOffset = 16
const controlOffset = 2
const daclPresent = 0x0004

/** The owner's SID; undefined where the descriptor does not tell it. */
export function ownerOf(descriptor: Buffer): string | undefined {
  const at = descriptor.readUInt32LE(ownerOffset)
  return at === 0 ? undefined : sidText(descriptor.subarray(at))
}

/** The access list in its order; `everything` where there is none, which lets everybody do anything (MS-ADTS 5.1.3.3.1). */
export function daclOf(descriptor: Buffer): Ace[] | 'everything' {
  const at = descriptor.readUInt32LE(daclOffset)
  const isPresent = (descriptor.readUInt16LE(controlOffset) & daclPresent) !== 0
  if (!isPresent || at === 0) return 'everything'
  const list = descriptor.subarray(at)
  const aces: Ace[] = []
  for (let count = list.readUInt16LE(4), next = 8; count > 0; count--) {
    const size = list.readUInt16LE(next + 2)
    const ace = aceOf(list.subarray(next, next + size))
    if (ace) aces.push(ace)
    next += size
  }
  return aces
}

/** MS-DTYP 2.4.4.1. A condition that cannot be judged here never allows, and always denies. */
const kinds: Readonly<Record<number, Ace['kind']>> = {
  0x00: 'allow',
  0x01: 'deny',
  0x05: 'allow', // of an object
  0x06: 'deny', // of an object
  0x0a: 'deny', // with a condition
  0x0c: 'deny', // of an object, with a condition
}
const aboutObjects: ReadonlySet<number> = new Set([0x05, 0x06, 0x0c])
const inheritOnly = 0x08
const hasObjectType = 1
const hasInheritedType = 2

function aceOf(bytes: Buffer): Ace | undefined {
  const type = bytes.readUInt8(0)
  const kind = kinds[type]
  if (!kind || (bytes.readUInt8(1) & inheritOnly) !== 0) return undefined
  const mask = bytes.readUInt32LE(4)
  if (!aboutObjects.has(type)) return { kind, mask, sid: sidText(bytes.subarray(8)) }
  const flags = bytes.readUInt32LE(8)
  const sidAt = 12 + (flags & hasObjectType ? 16 : 0) + (flags & hasInheritedType ? 16 : 0)
  const objectType = flags & hasObjectType ? guidText(bytes.subarray(12, 28)) : undefined
  return { kind, mask, sid: sidText(bytes.subarray(sidAt)), ...(objectType && { objectType }) }
}

const readProperty = 0x10
/** An access list may hold the generic rights as they were written; both contain reading. */
const anyRead = readProperty | 0x80000000 | 0x10000000

/** The SIDs somebody goes by. Where some may be missing, whatever is denied to anybody may be denied to this one. */
export interface Token {
  sids: ReadonlySet<string>
  isWhole: boolean
}

/**
 * Whether an attribute may be read: the first entry that speaks about it decides, and without one it may not (MS-DTYP
 * 2.5.3.2; MS-ADTS 5.1.3.3.3). `types`: schemaIDGUIDs of the attribute and of its property set.
 */
export function mayRead(dacl: ReturnType<typeof daclOf>, token: Token, types: readonly string[]): boolean {
  if (dacl === 'everything') return true
  const decisive = dacl.find(
    ({ kind, mask, sid, objectType }) =>
      (mask & anyRead) !== 0 &&
      (objectType === undefined || types.includes(objectType)) &&
      (token.sids.has(sid) || (kind === 'deny' && !token.isWhole)),
  )
  return decisive?.kind === 'allow'
}
