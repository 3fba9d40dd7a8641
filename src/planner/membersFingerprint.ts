/**
 * Returns a short digest of a set of members, by which a later run detects whether AD was edited in between. Each member
 * is hashed twice (FNV-1a, 32 bits, two offset bases) and the hashes are combined by XOR, so that single members can be
 * added and removed without the others.
 */
export const membersFingerprint = (guids: Iterable<string>): string => toggleMembers('', guids)

/** Adds the members that the fingerprint does not include, and removes those that it includes. */
export function toggleMembers(fingerprint: string, guids: Iterable<string>): string {
  let [first, second] = [fromHex(fingerprint.slice(0, 8)), fromHex(fingerprint.slice(8))]
  for (const guid of guids) {
    first ^= hashText(guid, 0x811c9dc5)
    second ^= hashText(guid, 0x9747b28c)
  }
  return toHex(first) + toHex(second)
}

function hashText(text: string, basis: number): number {
  let hash = basis
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  // Without this mixing the last characters would change the low bits only.
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
}

const fromHex = (hex: string): number => (hex === '' ? 0 : parseInt(hex, 16))
const toHex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
