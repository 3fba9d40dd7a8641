/** Builds LDAP search filters as data and encodes them. */
import { encodeOctets, encodeTlv } from './ber.js'

/**
 * A search filter as data. Values need no escaping, because the filter is never written as text; binary values
 * (objectGUID, objectSid) are Buffers.
 */
export type Filter =
  | { and: readonly Filter[] }
  | { or: readonly Filter[] }
  | { not: Filter }
  | { attribute: string; equals: string | Buffer }
  | { attribute: string; startsWith: string }
  | { attribute: string; atLeast: string }
  | { attribute: string; present: true }
  | { attribute: string; allBits: number }

export const and = (...filters: readonly Filter[]): Filter => ({ and: filters })
export const or = (...filters: readonly Filter[]): Filter => ({ or: filters })
export const not = (filter: Filter): Filter => ({ not: filter })
export const equals = (attribute: string, value: string | Buffer): Filter => ({ attribute, equals: value })
export const startsWith = (attribute: string, text: string): Filter => ({ attribute, startsWith: text })
export const atLeast = (attribute: string, value: string): Filter => ({ attribute, atLeast: value })
export const present = (attribute: string): Filter => ({ attribute, present: true })
/** AD's LDAP_MATCHING_RULE_BIT_AND: true if all of these bits are set (groupType, userAccountControl). */
export const allBits = (attribute: string, bits: number): Filter => ({ attribute, allBits: bits })

const bitAnd = '1.2.840.113556.1.4.803'

/**
 * Encodes a filter (RFC 4511 §4.5.1.7).
 * @throws TypeError for an empty list or value: servers interpret it differently
 */
export function encodeFilter(filter: Filter): Buffer {
  if ('and' in filter) return encodeTlv(0xa0, ensureNonEmpty(filter.and).map(encodeFilter))
  if ('or' in filter) return encodeTlv(0xa1, ensureNonEmpty(filter.or).map(encodeFilter))
  if ('not' in filter) return encodeTlv(0xa2, [encodeFilter(filter.not)])
  const { attribute } = filter
  if ('equals' in filter)
    return encodeTlv(0xa3, [encodeOctets(attribute), encodeOctets(ensureNonEmpty(filter.equals))])
  if ('startsWith' in filter) {
    return encodeTlv(0xa4, [
      encodeOctets(attribute),
      encodeTlv(0x30, [encodeOctets(ensureNonEmpty(filter.startsWith), 0x80)]),
    ])
  }
  if ('atLeast' in filter)
    return encodeTlv(0xa5, [encodeOctets(attribute), encodeOctets(ensureNonEmpty(filter.atLeast))])
  if ('present' in filter) return encodeOctets(attribute, 0x87)
  return encodeTlv(0xa9, [
    encodeOctets(bitAnd, 0x81),
    encodeOctets(attribute, 0x82),
    encodeOctets(String(filter.allBits), 0x83),
  ])
}

function ensureNonEmpty<T extends { length: number }>(value: T): T {
  if (value.length === 0) throw new TypeError('A filter must have at least one operand and no empty value.')
  return value
}
