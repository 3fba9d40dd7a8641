/** Encodes security descriptors (MS-DTYP 2.4.4 to 2.4.6). */
import { sidBytes } from '../names/identifiers.js'

/** Access rights of MS-ADTS 5.1.3.2. */
export const masks = {
  createChild: 0x1,
  deleteChild: 0x2,
  listContents: 0x4,
  readProperty: 0x10,
  writeProperty: 0x20,
  listObject: 0x80,
  delete: 0x10000,
  readControl: 0x20000,
  full: 0xf01ff,
} as const

export const flags = { containerInherit: 0x02, inheritOnly: 0x08, inherited: 0x10 } as const

export interface Ace {
  deny?: boolean
  flags?: number
  mask: number
  sid: string
  /** schemaIDGUID of the attribute or class to which the entry applies. */
  objectType?: Buffer
  /** schemaIDGUID of the class whose objects inherit the entry. */
  inheritedObjectType?: Buffer
}

const aceTypes = { allow: 0, deny: 1, allowObject: 5, denyObject: 6 }

function writeAce({ deny = false, flags = 0, mask, sid, objectType, inheritedObjectType }: Ace): Buffer {
  const type =
    objectType || inheritedObjectType
      ? deny
        ? aceTypes.denyObject
        : aceTypes.allowObject
      : deny
        ? aceTypes.deny
        : aceTypes.allow
  const present = Buffer.alloc(4)
  present.writeUInt32LE((objectType ? 1 : 0) | (inheritedObjectType ? 2 : 0))
  const named =
    objectType || inheritedObjectType
      ? [present, objectType ?? Buffer.alloc(0), inheritedObjectType ?? Buffer.alloc(0)]
      : []
  const body = Buffer.concat([...named, bytesOf(sid)])
  const head = Buffer.alloc(8)
  head.writeUInt8(type, 0)
  head.writeUInt8(flags, 1)
  head.writeUInt16LE(head.length + body.length, 2)
  head.writeUInt32LE(mask, 4)
  return Buffer.concat([head, body])
}

/** Encodes an ACL of revision 4, which allows entries for a single attribute or class. */
function writeAcl(aces: readonly Ace[]): Buffer {
  const body = Buffer.concat(aces.map(writeAce))
  const head = Buffer.alloc(8)
  head.writeUInt8(4, 0)
  head.writeUInt16LE(head.length + body.length, 2)
  head.writeUInt16LE(aces.length, 4)
  return Buffer.concat([head, body])
}

export interface Descriptor {
  owner?: string
  group?: string
  dacl?: readonly Ace[]
  /** Blocks inheritance from the container (SE_DACL_PROTECTED). */
  blocksInheritance: boolean
}

const controlBits = {
  daclPresent: 0x4,
  daclAutoInherited: 0x400,
  daclProtected: 0x1000,
  selfRelative: 0x8000,
}

/** Encodes the self-relative form: the header has the offsets of the parts that follow it. */
export function writeDescriptor({ owner, group, dacl, blocksInheritance }: Descriptor): Buffer {
  const parts: Buffer[] = []
  const head = Buffer.alloc(20)
  const put = (at: number, part: Buffer | undefined): void => {
    if (!part) return
    head.writeUInt32LE(head.length + parts.reduce((sum, { length }) => sum + length, 0), at)
    parts.push(part)
  }
  put(4, owner === undefined ? undefined : bytesOf(owner))
  put(8, group === undefined ? undefined : bytesOf(group))
  put(16, dacl && writeAcl(dacl))
  const bits =
    controlBits.selfRelative |
    (dacl ? controlBits.daclPresent | controlBits.daclAutoInherited : 0) |
    (dacl && blocksInheritance ? controlBits.daclProtected : 0)
  head.writeUInt8(1, 0)
  head.writeUInt16LE(bits, 2)
  return Buffer.concat([head, ...parts])
}

function bytesOf(sid: string): Buffer {
  const bytes = sidBytes(sid)
  if (!bytes) throw new TypeError(`${sid} is not a valid SID.`)
  return bytes
}
