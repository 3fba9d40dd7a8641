/** Encodes LDAP requests (RFC 4511). DNs are sent exactly as given, `<GUID=…>` and `<SID=…>` included. */
import { encodeBoolean, encodeInteger, encodeOctets, encodeSequence, tags, encodeTlv } from './ber.js'
import type { Control } from './controls.js'
import { encodeFilter, present, type Filter } from './filter.js'

export type LdapValue = string | Buffer
export type LdapOperation = 'bind' | 'search' | 'add' | 'modify' | 'modifyDn' | 'delete'

export interface LdapRequest {
  operation: LdapOperation
  /** The DN or bind name, for messages. */
  dn: string
  body: Buffer
  controls: readonly Control[]
  /** The directory may need longer for it than for a small request. */
  slow?: true
  /** The number of values to write; each extends the time-out. */
  values?: number
}

export interface SearchRequest {
  base: string
  scope: 'base' | 'one' | 'sub'
  /** Without it, all objects match. */
  filter?: Filter
  /** `['1.1']` requests none. */
  attributes: readonly string[]
  /** At most 1000, AD's MaxPageSize. A base search is not paged. */
  pageSize?: number
  controls?: readonly Control[]
  /** Many objects or values: the directory may search for a while before it returns the first. */
  slow?: true
}

export interface Modification {
  operation: 'add' | 'delete' | 'replace'
  attribute: string
  /** If empty, delete and replace apply to the whole attribute. */
  values: readonly LdapValue[]
}

const scopeValues = { base: 0, one: 1, sub: 2 }
const modifyOperations = { add: 0, delete: 1, replace: 2 }

export const bindRequest = (name: string, password: string): LdapRequest => ({
  operation: 'bind',
  dn: name,
  body: encodeTlv(0x60, [encodeInteger(3), encodeOctets(name), encodeOctets(password, 0x80)]),
  controls: [],
})

export function searchRequest(
  request: SearchRequest,
  timeLimit: number,
  controls: readonly Control[],
): LdapRequest {
  const body = encodeTlv(0x63, [
    encodeOctets(request.base),
    encodeInteger(scopeValues[request.scope], tags.enumerated),
    encodeInteger(0, tags.enumerated), // never dereference aliases; AD has none
    encodeInteger(request.scope === 'base' ? 1 : 0), // other searches are limited by their pages
    encodeInteger(timeLimit),
    encodeBoolean(false),
    encodeFilter(request.filter ?? present('objectClass')),
    encodeSequence(...request.attributes.map((name) => encodeOctets(name))),
  ])
  return { operation: 'search', dn: request.base, body, controls, ...(request.slow && { slow: true }) }
}

/** Omits attributes without a value, because AD rejects them. */
export function addRequest(
  dn: string,
  attributes: Readonly<Record<string, readonly LdapValue[]>>,
): LdapRequest {
  const given = Object.entries(attributes).filter(([, values]) => values.length > 0)
  const body = encodeTlv(0x68, [
    encodeOctets(dn),
    encodeSequence(...given.map(([name, values]) => encodeAttribute(name, values))),
  ])
  return { operation: 'add', dn, body, controls: [], values: sumOf(given.map(([, { length }]) => length)) }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export function modifyRequest(
  dn: string,
  modifications: readonly Modification[],
  controls: readonly Control[],
): LdapRequest {
  const changes = modifications.map((change) =>
    encodeSequence(
      encodeInteger(modifyOperations[change.operation], tags.enumerated),
      encodeAttribute(change.attribute, change.values),
    ),
  )
  const values = sumOf(modifications.map((change) => change.values.length))
  return {
    operation: 'modify',
    dn,
    body: encodeTlv(0x66, [encodeOctets(dn), encodeSequence(...changes)]),
    controls,
    values,
  }
}

/**
 * Deletes the old RDN; without a new superior the object stays in its container. Slow, because Samba updates every
 * member.
 */
export function modifyDnRequest(dn: string, newRdn: string, newSuperior?: string): LdapRequest {
  const superior = newSuperior === undefined ? [] : [encodeOctets(newSuperior, 0x80)]
  const body = encodeTlv(0x6c, [encodeOctets(dn), encodeOctets(newRdn), encodeBoolean(true), ...superior])
  return { operation: 'modifyDn', dn, body, controls: [], slow: true }
}

export const deleteRequest = (dn: string, controls: readonly Control[]): LdapRequest => ({
  operation: 'delete',
  dn,
  body: encodeOctets(dn, 0x4a),
  controls,
  slow: true,
})

const encodeAttribute = (name: string, values: readonly LdapValue[]): Buffer =>
  encodeSequence(
    encodeOctets(name),
    encodeTlv(
      tags.set,
      values.map((value) => encodeOctets(value)),
    ),
  )

/** Measured: one more member takes Samba 62 ms in a group of 50,000, and less in smaller ones. */
const msPerValue = 60
/**
 * Measured: renaming a group of 50,000 members takes Samba 6 s; listing one page of a large domain can take longer.
 */
const slowFactor = 4

/** The time-out of a request in milliseconds: the longest time without a message from the server. */
export const requestTimeoutMs = (
  { slow, values = 0 }: Pick<LdapRequest, 'slow' | 'values'>,
  timeoutMs: number,
): number => (slow ? slowFactor : 1) * timeoutMs + msPerValue * values

export function encodeMessage(id: number, { body, controls }: LdapRequest): Buffer {
  return encodeSequence(
    encodeInteger(id),
    body,
    ...(controls.length > 0 ? [encodeTlv(0xa0, controls.map(encodeControl))] : []),
  )
}

const encodeControl = ({ type, critical, value }: Control): Buffer =>
  encodeSequence(encodeOctets(type), encodeBoolean(critical), ...(value ? [encodeOctets(value)] : []))
