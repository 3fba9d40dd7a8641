/** Decodes security descriptors in self-relative form (MS-DTYP 2.4.6) and evaluates read access. */
import { formatGuid, formatSid } from './identifiers.js'

/** An access control entry (ACE) that applies to the object itself and to access to its attributes. */
export interface Ace {
  kind: 'allow' | 'deny'
  mask: number
  sid: string
  /** The attribute, property set or right that it applies to; without it, all of them. */
  objectType?: string
}

const ownerOffset = 4
const daclOffset = 16
const controlOffset = 2
const daclPresent = 0x0004

/** The owner's SID; undefined if the descriptor does not contain it. */
export function ownerOf(descriptor: Buffer): string | undefined {
  const at = descriptor.readUInt32LE(ownerOffset)
  return at === 0 ? undefined : formatSid(descriptor.subarray(at))
}

/** Decodes the access list in its order; `everything` without a list, which grants all access (MS-ADTS 5.1.3.3.1). */
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

/**
 * The supported ACE types (MS-DTYP 2.4.4.1). A conditional ACE is not evaluated: it never allows and always denies.
 */
const aceKinds: Readonly<Record<number, Ace['kind']>> = {
  0x00: 'allow',
  0x01: 'deny',
  0x05: 'allow', // object ACE
  0x06: 'deny', // object ACE
  0x0a: 'deny', // conditional
  0x0c: 'deny', // conditional object ACE
}
const objectAceTypes: ReadonlySet<number> = new Set([0x05, 0x06, 0x0c])
const inheritOnly = 0x08
const hasObjectType = 1
const hasInheritedType = 2

function aceOf(bytes: Buffer): Ace | undefined {
  const type = bytes.readUInt8(0)
  const kind = aceKinds[type]
  if (!kind || (bytes.readUInt8(1) & inheritOnly) !== 0) return undefined
  const mask = bytes.readUInt32LE(4)
  if (!objectAceTypes.has(type)) return { kind, mask, sid: formatSid(bytes.subarray(8)) }
  const flags = bytes.readUInt32LE(8)
  const sidAt = 12 + (flags & hasObjectType ? 16 : 0) + (flags & hasInheritedType ? 16 : 0)
  const objectType = flags & hasObjectType ? formatGuid(bytes.subarray(12, 28)) : undefined
  return { kind, mask, sid: formatSid(bytes.subarray(sidAt)), ...(objectType && { objectType }) }
}

const readProperty = 0x10
/** Generic read and generic all, which an access list may contain unmapped, include reading. */
const anyRead = readProperty | 0x80000000 | 0x10000000

/** The SIDs of an account. If some may be missing (`isWhole` is false), every deny may apply to the account. */
export interface AccountSids {
  sids: ReadonlySet<string>
  isComplete: boolean
}

/**
 * Returns true if the account can read an attribute: the first ACE that applies decides; without one access is denied
 * (MS-DTYP 2.5.3.2; MS-ADTS 5.1.3.3.3). `types`: the schemaIDGUIDs of the attribute and of its property set.
 */
export function canRead(
  dacl: ReturnType<typeof daclOf>,
  token: AccountSids,
  types: readonly string[],
): boolean {
  if (dacl === 'everything') return true
  const decisive = dacl.find(
    ({ kind, mask, sid, objectType }) =>
      (mask & anyRead) !== 0 &&
      (objectType === undefined || types.includes(objectType)) &&
      (token.sids.has(sid) || (kind === 'deny' && !token.isComplete)),
  )
  return decisive?.kind === 'allow'
}
