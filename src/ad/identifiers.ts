/** Converts GUIDs and SIDs between AD's binary form and text (MS-DTYP 2.3.4, 2.4.2). */

/** Formats a GUID; its first three parts are little-endian. */
export function formatGuid(bytes: Buffer): string {
  const part = (start: number, end: number, reverse = false) => {
    const slice = Buffer.from(bytes.subarray(start, end))
    return (reverse ? slice.reverse() : slice).toString('hex')
  }
  return [part(0, 4, true), part(4, 6, true), part(6, 8, true), part(8, 10), part(10, 16)].join('-')
}

/** Parses a GUID in the form of `guidText`. Any other text yields bytes that the directory rejects. */
export function parseGuid(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll('-', ''), 'hex')
  for (const [start, end] of [
    [0, 4],
    [4, 6],
    [6, 8],
  ])
    bytes.subarray(start, end).reverse()
  return bytes
}

/** Formats a SID as `S-1-<authority>-<sub>-…`; the authority is big-endian, the subauthorities are little-endian. */
export function formatSid(bytes: Buffer): string {
  const subs = Array.from({ length: bytes.readUInt8(1) }, (_, index) => bytes.readUInt32LE(8 + 4 * index))
  return ['S', bytes.readUInt8(0), bytes.readUIntBE(2, 6), ...subs].join('-')
}

/** Parses a SID; returns undefined if the text is not a valid SID. */
export function parseSid(text: string): Buffer | undefined {
  const found = /^S-1-(\d+)((?:-\d+){1,15})$/i.exec(text)
  if (!found) return undefined
  const subs = (found[2] ?? '').slice(1).split('-').map(Number)
  const authority = Number(found[1])
  if (authority >= 2 ** 48 || subs.some((sub) => sub >= 2 ** 32)) return undefined
  const bytes = Buffer.alloc(8 + 4 * subs.length)
  bytes.writeUInt8(1, 0)
  bytes.writeUInt8(subs.length, 1)
  bytes.writeUIntBE(authority, 2, 6)
  subs.forEach((sub, index) => bytes.writeUInt32LE(sub, 8 + 4 * index))
  return bytes
}

/** The relative identifier (RID), the last part of a SID. */
export const ridOf = (sid: string): number => Number(sid.slice(sid.lastIndexOf('-') + 1))

/** The DN form that stays valid when the object is renamed or moved (MS-ADTS 3.1.1.3.1.2.4). */
export const guidDn = (guid: string): string => `<GUID=${guid}>`
