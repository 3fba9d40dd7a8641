/** Encodes LDAP requests (RFC 4511). DNs are sent exactly as given, `<GUID=…>` and `<SID=…>` included. */
import { boolean, integer, octets, sequence, tags, tlv } from './ber.js'
import type { Control } from './controls.js'
import { encodeFilter, present, type Filter } from './filter.js'

export type Value = string | Buffer
export type Operation = 'bind' | 'search' | 'add' | 'modify' | 'modifyDn' | 'delete'

export interface Request {
  operation: Operation
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
  values: readonly Value[]
}

const scopeValues = { base: 0, one: 1, sub: 2 }
const modifyOperations = { add: 0, delete: 1, replace: 2 }

export const bindRequest = (name: string, password: string): Request => ({
  operation: 'bind',
  dn: name,
  body: tlv(0x60, [integer(3), octets(name), octets(password, 0x80)]),
  controls: [],
})

export function searchRequest(
  request: SearchRequest,
  timeLimit: number,
  controls: readonly Control[],
): Request {
  const body = tlv(0x63, [
    octets(request.base),
    integer(scopeValues[request.scope], tags.enumerated),
    integer(0, tags.enumerated), // never dereference aliases; AD has none
    integer(request.scope === 'base' ? 1 : 0), // other searches are limited by their pages
    integer(timeLimit),
    boolean(false),
    encodeFilter(request.filter ?? present('objectClass')),
    sequence(...request.attributes.map((name) => octets(name))),
  ])
  return { operation: 'search', dn: request.base, body, controls, ...(request.slow && { slow: true }) }
}

/** Omits attributes without a value, because AD rejects them. */
export function addRequest(dn: string, attributes: Readonly<Record<string, readonly Value[]>>): Request {
  const given = Object.entries(attributes).filter(([, values]) => values.length > 0)
  const body = tlv(0x68, [
    octets(dn),
    sequence(...given.map(([name, values]) => encodeAttribute(name, values))),
  ])
  return { operation: 'add', dn, body, controls: [], values: sumOf(given.map(([, { length }]) => length)) }
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export function modifyRequest(
  dn: string,
  modifications: readonly Modification[],
  controls: readonly Control[],
): Request {
  const changes = modifications.map((change) =>
    sequence(
      integer(modifyOperations[change.operation], tags.enumerated),
      encodeAttribute(change.attribute, change.values),
    ),
  )
  const values = sumOf(modifications.map((change) => change.values.length))
  return { operation: 'modify', dn, body: tlv(0x66, [octets(dn), sequence(...changes)]), controls, values }
}

/**
 * Deletes the old RDN; without a new superior the object stays in its container. Slow, because Samba updates every
 * member.
 */
export function modifyDnRequest(dn: string, newRdn: string, newSuperior?: string): Request {
  const superior = newSuperior === undefined ? [] : [octets(newSuperior, 0x80)]
  const body = tlv(0x6c, [octets(dn), octets(newRdn), boolean(true), ...superior])
  return { operation: 'modifyDn', dn, body, controls: [], slow: true }
}

export const deleteRequest = (dn: string, controls: readonly Control[]): Request => ({
  operation: 'delete',
  dn,
  body: octets(dn, 0x4a),
  controls,
  slow: true,
})

const encodeAttribute = (name: string, values: readonly Value[]): Buffer =>
  sequence(
    octets(name),
    tlv(
      tags.set,
      values.map((value) => octets(value)),
    ),
  )

/** Measured: one more member takes Samba 62 ms in a group of 50,000, and less in smaller ones. */
const msPerValue = 60
/**
 * Measured: renaming a group of 50,000 members takes Samba 6 s; listing one page of a large domain can take longer.
 */
const slowFactor = 4

/** The time-out of a request in milliseconds: the longest time without a message from the server. */
export const patienceFor = (
  { slow, values = 0 }: Pick<Request, 'slow' | 'values'>,
  timeoutMs: number,
): number => (slow ? slowFactor : 1) * timeoutMs + msPerValue * values

export function encodeMessage(id: number, { body, controls }: Request): Buffer {
  return sequence(integer(id), body, ...(controls.length > 0 ? [tlv(0xa0, controls.map(encodeControl))] : []))
}

const encodeControl = ({ type, critical, value }: Control): Buffer =>
  sequence(octets(type), boolean(critical), ...(value ? [octets(value)] : []))
