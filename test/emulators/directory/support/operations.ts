/** Encodes requests of RFC 4511, valid and invalid ones. */
import { boolean, integer, octets, sequence, tags, tlv } from '../../../../src/ad/ldap/ber.js'
import type { Control } from '../../../../src/ad/ldap/controls.js'
import { encodeFilter, present, type Filter } from '../../../../src/ad/ldap/filter.js'

export type Value = string | Buffer
export type Values = Readonly<Record<string, Value | readonly Value[]>>

export interface Search {
  base: string
  scope?: 'base' | 'one' | 'sub'
  filter?: Filter | Buffer
  attributes?: readonly string[]
  sizeLimit?: number
  typesOnly?: boolean
  controls?: readonly Control[]
}

export interface Modification {
  operation: 'add' | 'delete' | 'replace'
  attribute: string
  values: readonly Value[]
}

export function messageOf(id: number, operation: Buffer, controls: readonly Control[] = []): Buffer {
  const list = controls.map(({ type, critical, value }) =>
    sequence(octets(type), boolean(critical), ...(value ? [octets(value)] : [])),
  )
  return sequence(integer(id), operation, ...(list.length > 0 ? [tlv(0xa0, list)] : []))
}

const scopes = { base: 0, one: 1, sub: 2 }
const kinds = { add: 0, delete: 1, replace: 2 }
const listOf = (values: Value | readonly Value[]): readonly Value[] =>
  typeof values === 'string' || Buffer.isBuffer(values) ? [values] : values
const attributeOf = (name: string, values: Value | readonly Value[]): Buffer =>
  sequence(
    octets(name),
    tlv(
      tags.set,
      listOf(values).map((value) => octets(value)),
    ),
  )

export function searchOperation(search: Search): Buffer {
  const { base, scope = 'sub', filter = present('objectClass'), attributes = [], sizeLimit = 0 } = search
  return tlv(0x63, [
    octets(base),
    integer(scopes[scope], tags.enumerated),
    integer(0, tags.enumerated),
    integer(sizeLimit),
    integer(0),
    boolean(search.typesOnly ?? false),
    Buffer.isBuffer(filter) ? filter : encodeFilter(filter),
    sequence(...attributes.map((name) => octets(name))),
  ])
}

export const bindOperation = (name: string, password: string, version = 3): Buffer =>
  tlv(0x60, [integer(version), octets(name), octets(password, 0x80)])

export const addOperation = (dn: string, attributes: Values): Buffer =>
  tlv(0x68, [
    octets(dn),
    sequence(...Object.entries(attributes).map(([name, values]) => attributeOf(name, values))),
  ])

export const modifyOperation = (dn: string, changes: readonly Modification[]): Buffer =>
  tlv(0x66, [
    octets(dn),
    sequence(
      ...changes.map(({ operation, attribute, values }) =>
        sequence(integer(kinds[operation], tags.enumerated), attributeOf(attribute, values)),
      ),
    ),
  ])

export const extendedOperation = (oid: string): Buffer => tlv(0x77, [octets(oid, 0x80)])

export const renameOperation = (
  dn: string,
  newRdn: string,
  newSuperior: string | undefined,
  deleteOld: boolean,
): Buffer =>
  tlv(0x6c, [
    octets(dn),
    octets(newRdn),
    boolean(deleteOld),
    ...(newSuperior === undefined ? [] : [octets(newSuperior, 0x80)]),
  ])

export const compareOperation = (dn: string, attribute: string, value: Value): Buffer =>
  tlv(0x6e, [octets(dn), sequence(octets(attribute), octets(value))])

export const deleteOperation = (dn: string): Buffer => octets(dn, 0x4a)
