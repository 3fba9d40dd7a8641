/** The requests of RFC 4511 that are used here, as bytes. Names go out exactly as given, `<GUID=…>` and `<SID=…>` too. */
import { boolean, integer, octets, sequence, tags, tlv } from './connectionBer.js'
import type { Control } from './controls.js'
import { encodeFilter, present, type Filter } from './filter.js'

export type Value = string | Buffer
export type Operation = 'bind' | 'search' | 'add' | 'modify' | 'modifyDn' | 'delete'

export interface Request {
  operation: Operation
  /** The name it is about, for messages. */
  dn: string
  body: Buffer
  controls: readonly Control[]
}

export interface SearchRequest {
  base: string
  scope: 'base' | 'one' | 'sub'
  /** Everything, where missing. */
  filter?: Filter
  /** `['1.1']` for none. */
  attributes: readonly string[]
  /** At most 1000, AD's MaxPageSize. A search of one object has no pages. */
  pageSize?: number
  controls?: readonly Control[]
}

export interface Modification {
  operation: 'add' | 'delete' | 'replace'
  attribute: string
  /** None: the whole attribute, for delete and replace. */
  values: readonly Value[]
}

const scopes = { base: 0, one: 1, sub: 2 }
const operations = { add: 0, delete: 1, replace: 2 }

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
    integer(scopes[request.scope], tags.enumerated),
    integer(0, tags.enumerated), // aliases are not followed; AD has none
    integer(0), // no size limit of ours
    integer(timeLimit),
    boolean(false),
    encodeFilter(request.filter ?? present('objectClass')),
    sequence(...request.attributes.map((name) => octets(name))),
  ])
  return { operation: 'search', dn: request.base, body, controls }
}

/** Attributes without a value are left out: AD refuses them. */
export function addRequest(dn: string, attributes: Readonly<Record<string, readonly Value[]>>): Request {
  const given = Object.entries(attributes).filter(([, values]) => values.length > 0)
  const body = tlv(0x68, [octets(dn), sequence(...given.map(([name, values]) => attribute(name, values)))])
  return { operation: 'add', dn, body, controls: [] }
}

export function modifyRequest(
  dn: string,
  modifications: readonly Modification[],
  controls: readonly Control[],
): Request {
  const changes = modifications.map((change) =>
    sequence(
      integer(operations[change.operation], tags.enumerated),
      attribute(change.attribute, change.values),
    ),
  )
  return { operation: 'modify', dn, body: tlv(0x66, [octets(dn), sequence(...changes)]), controls }
}

/** The old name goes; without a new superior the object stays in its container. */
export function modifyDnRequest(dn: string, newRdn: string, newSuperior?: string): Request {
  const superior = newSuperior === undefined ? [] : [octets(newSuperior, 0x80)]
  const body = tlv(0x6c, [octets(dn), octets(newRdn), boolean(true), ...superior])
  return { operation: 'modifyDn', dn, body, controls: [] }
}

export const deleteRequest = (dn: string, controls: readonly Control[]): Request => ({
  operation: 'delete',
  dn,
  body: octets(dn, 0x4a),
  controls,
})

const attribute = (name: string, values: readonly Value[]): Buffer =>
  sequence(
    octets(name),
    tlv(
      tags.set,
      values.map((value) => octets(value)),
    ),
  )

export function encodeMessage(id: number, { body, controls }: Request): Buffer {
  return sequence(integer(id), body, ...(controls.length > 0 ? [tlv(0xa0, controls.map(encodeControl))] : []))
}

const encodeControl = ({ type, critical, value }: Control): Buffer =>
  sequence(octets(type), boolean(critical), ...(value ? [octets(value)] : []))
