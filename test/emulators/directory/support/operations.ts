/** Encodes requests of RFC 4511, valid and invalid ones. */
import {
  encodeBoolean,
  encodeInteger,
  encodeOctets,
  encodeSequence,
  tags,
  encodeTlv,
} from '../../../../src/ad/ldap/ber.js'
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
    encodeSequence(encodeOctets(type), encodeBoolean(critical), ...(value ? [encodeOctets(value)] : [])),
  )
  return encodeSequence(encodeInteger(id), operation, ...(list.length > 0 ? [encodeTlv(0xa0, list)] : []))
}

const scopes = { base: 0, one: 1, sub: 2 }
const kinds = { add: 0, delete: 1, replace: 2 }
const listOf = (values: Value | readonly Value[]): readonly Value[] =>
  typeof values === 'string' || Buffer.isBuffer(values) ? [values] : values
const attributeOf = (name: string, values: Value | readonly Value[]): Buffer =>
  encodeSequence(
    encodeOctets(name),
    encodeTlv(
      tags.set,
      listOf(values).map((value) => encodeOctets(value)),
    ),
  )

export function searchOperation(search: Search): Buffer {
  const { base, scope = 'sub', filter = present('objectClass'), attributes = [], sizeLimit = 0 } = search
  return encodeTlv(0x63, [
    encodeOctets(base),
    encodeInteger(scopes[scope], tags.enumerated),
    encodeInteger(0, tags.enumerated),
    encodeInteger(sizeLimit),
    encodeInteger(0),
    encodeBoolean(search.typesOnly ?? false),
    Buffer.isBuffer(filter) ? filter : encodeFilter(filter),
    encodeSequence(...attributes.map((name) => encodeOctets(name))),
  ])
}

export const bindOperation = (name: string, password: string, version = 3): Buffer =>
  encodeTlv(0x60, [encodeInteger(version), encodeOctets(name), encodeOctets(password, 0x80)])

export const addOperation = (dn: string, attributes: Values): Buffer =>
  encodeTlv(0x68, [
    encodeOctets(dn),
    encodeSequence(...Object.entries(attributes).map(([name, values]) => attributeOf(name, values))),
  ])

export const modifyOperation = (dn: string, changes: readonly Modification[]): Buffer =>
  encodeTlv(0x66, [
    encodeOctets(dn),
    encodeSequence(
      ...changes.map(({ operation, attribute, values }) =>
        encodeSequence(encodeInteger(kinds[operation], tags.enumerated), attributeOf(attribute, values)),
      ),
    ),
  ])

export const extendedOperation = (oid: string): Buffer => encodeTlv(0x77, [encodeOctets(oid, 0x80)])

export const renameOperation = (
  dn: string,
  newRdn: string,
  newSuperior: string | undefined,
  deleteOld: boolean,
): Buffer =>
  encodeTlv(0x6c, [
    encodeOctets(dn),
    encodeOctets(newRdn),
    encodeBoolean(deleteOld),
    ...(newSuperior === undefined ? [] : [encodeOctets(newSuperior, 0x80)]),
  ])

export const compareOperation = (dn: string, attribute: string, value: Value): Buffer =>
  encodeTlv(0x6e, [encodeOctets(dn), encodeSequence(encodeOctets(attribute), encodeOctets(value))])

export const deleteOperation = (dn: string): Buffer => encodeOctets(dn, 0x4a)
