/** Object ids and identifiers derived from them; reproducible with a seed. */
import { createHash, randomUUID } from 'node:crypto'

export interface IdSource {
  next(): string
}

export function createIdSource(seed?: string): IdSource {
  if (seed === undefined) return { next: () => randomUUID() }
  let count = 0
  return { next: () => idFrom(`${seed}:${count++}`) }
}

/** Returns a GUID in the format of version 4, derived from the text. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Returns the SID of a cloud object: S-1-12-1 and the four little-endian words of its GUID. */
export function cloudSid(id: string): string {
  const hex = id.replaceAll('-', '')
  const bytes = Buffer.from(hex, 'hex')
  // The first three fields of a GUID are stored with their bytes swapped.
  const guid = Buffer.concat([
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
    bytes.subarray(8),
  ])
  const words = [0, 4, 8, 12].map((offset) => guid.readUInt32LE(offset))
  return `S-1-12-1-${words.join('-')}`
}
