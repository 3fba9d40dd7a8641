/**
 * A short text for a set of members, which a later run compares: is AD as it was left? Each member is hashed (FNV-1a, 32
 * bits, from two ends) and the hashes are combined by XOR, so that whoever comes or goes can be put in and taken out
 * without the others.
 */
export const fingerprintOf = (guids: Iterable<string>): string => toggled('', guids)

/** With these members put in where they were not in it, and taken out where they were. */
export function toggled(fingerprint: string, guids: Iterable<string>): string {
  let [first, second] = [wordOf(fingerprint.slice(0, 8)), wordOf(fingerprint.slice(8))]
  for (const guid of guids) {
    first ^= hashOf(guid, 0x811c9dc5)
    second ^= hashOf(guid, 0x9747b28c)
  }
  return textOf(first) + textOf(second)
}

function hashOf(text: string, basis: number): number {
  let hash = basis
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  // The last characters would change the low bits alone.
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
}

const wordOf = (hex: string): number => (hex === '' ? 0 : parseInt(hex, 16))
const textOf = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
