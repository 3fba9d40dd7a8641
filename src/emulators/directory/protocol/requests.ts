/** Parses the requests of RFC 4511. */
import {
  contentOf,
  MalformedMessage,
  readBoolean,
  readElements,
  readInteger,
  readText,
  tags,
  type Element,
} from './ber.js'
import { readFilter, type Filter } from './filters.js'

export interface RequestControl {
  type: string
  critical: boolean
  value?: Buffer
}

export interface AttributeValues {
  attribute: string
  values: Buffer[]
}

export interface Change extends AttributeValues {
  operation: 'add' | 'delete' | 'replace'
}

export type Scope = 'base' | 'one' | 'sub'

export type BindRequest = { type: 'bind'; version: number; name: string; password?: string }
export type SearchRequest = {
  type: 'search'
  base: string
  scope: Scope
  sizeLimit: number
  typesOnly: boolean
  filter: Filter
  attributes: string[]
}
export type ModifyRequest = { type: 'modify'; name: string; changes: Change[] }
export type AddRequest = { type: 'add'; name: string; attributes: AttributeValues[] }
export type DeleteRequest = { type: 'delete'; name: string }
export type ModifyDnRequest = {
  type: 'modifyDn'
  name: string
  newRdn: string
  deleteOldRdn: boolean
  newSuperior?: string
}
export type CompareRequest = { type: 'compare'; name: string; attribute: string; value: Buffer }
export type ExtendedRequest = { type: 'extended'; oid: string }

export type Operation =
  | BindRequest
  | SearchRequest
  | ModifyRequest
  | AddRequest
  | DeleteRequest
  | ModifyDnRequest
  | CompareRequest
  | ExtendedRequest
  | { type: 'unbind' }
  | { type: 'abandon' }

export interface Message {
  id: number
  operation: Operation
  controls: RequestControl[]
}

/** @throws MalformedMessage */
export function readMessage(bytes: Buffer): Message {
  const [message] = readElements(bytes)
  const [id, operation, controls] = readElements(contentOf(message, tags.sequence))
  const number = readInteger(id)
  if (number < 0 || !operation) throw new MalformedMessage('not an LDAP message')
  const list = controls ? readElements(contentOf(controls, 0xa0)) : []
  return { id: number, operation: readOperation(operation), controls: list.map(readControl) }
}

function readOperation(element: Element): Operation {
  const read = operationReaders[element.tag]
  if (!read) throw new MalformedMessage('unknown operation')
  return read(element)
}

const operationReaders: Readonly<Record<number, (element: Element) => Operation>> = {
  0x60: readBind,
  0x42: () => ({ type: 'unbind' }),
  0x63: readSearch,
  0x66: readModify,
  0x68: readAdd,
  0x4a: (element) => ({ type: 'delete', name: readText(element, 0x4a) }),
  0x6c: readModifyDn,
  0x6e: readCompare,
  0x50: () => ({ type: 'abandon' }),
  0x77: ({ content }) => ({ type: 'extended', oid: readText(readElements(content)[0], 0x80) }),
}

function readBind({ content }: Element): BindRequest {
  const [version, name, credentials] = readElements(content)
  const bind: BindRequest = { type: 'bind', version: readInteger(version), name: readText(name) }
  if (credentials?.tag === 0x80) return { ...bind, password: readText(credentials, 0x80) }
  contentOf(credentials, 0xa3) // SASL, which is not supported
  return bind
}

const scopes: readonly Scope[] = ['base', 'one', 'sub']

function readSearch({ content }: Element): SearchRequest {
  const [base, scope, deref, sizeLimit, timeLimit, typesOnly, filter, attributes] = readElements(content)
  readInteger(deref, tags.enumerated)
  readInteger(timeLimit)
  const found = scopes[readInteger(scope, tags.enumerated)]
  if (!found) throw new MalformedMessage('unknown scope')
  return {
    type: 'search',
    base: readText(base),
    scope: found,
    sizeLimit: readInteger(sizeLimit),
    typesOnly: readBoolean(typesOnly),
    filter: readFilter(filter),
    attributes: readElements(contentOf(attributes, tags.sequence)).map((one) => readText(one)),
  }
}

const modifyOperations = ['add', 'delete', 'replace'] as const

function readModify({ content }: Element): ModifyRequest {
  const [name, list] = readElements(content)
  const changes = readElements(contentOf(list, tags.sequence)).map((element): Change => {
    const [operation, modification] = readElements(contentOf(element, tags.sequence))
    const found = modifyOperations[readInteger(operation, tags.enumerated)]
    if (!found) throw new MalformedMessage('unknown type of modification')
    return { operation: found, ...readAttributeValues(modification) }
  })
  return { type: 'modify', name: readText(name), changes }
}

function readAdd({ content }: Element): AddRequest {
  const [name, list] = readElements(content)
  const attributes = readElements(contentOf(list, tags.sequence)).map(readAttributeValues)
  return { type: 'add', name: readText(name), attributes }
}

function readAttributeValues(element: Element | undefined): AttributeValues {
  const [attribute, values] = readElements(contentOf(element, tags.sequence))
  return {
    attribute: readText(attribute),
    values: readElements(contentOf(values, tags.set)).map((value) => contentOf(value, tags.octets)),
  }
}

function readModifyDn({ content }: Element): ModifyDnRequest {
  const [name, newRdn, deleteOldRdn, superior] = readElements(content)
  return {
    type: 'modifyDn',
    name: readText(name),
    newRdn: readText(newRdn),
    deleteOldRdn: readBoolean(deleteOldRdn),
    ...(superior && { newSuperior: readText(superior, 0x80) }),
  }
}

function readCompare({ content }: Element): CompareRequest {
  const [name, assertion] = readElements(content)
  const [attribute, value] = readElements(contentOf(assertion, tags.sequence))
  return {
    type: 'compare',
    name: readText(name),
    attribute: readText(attribute),
    value: contentOf(value, tags.octets),
  }
}

function readControl(element: Element): RequestControl {
  const [type, ...rest] = readElements(contentOf(element, tags.sequence))
  const critical = rest[0]?.tag === tags.boolean ? readBoolean(rest.shift()) : false
  const [value] = rest
  return { type: readText(type), critical, ...(value && { value: contentOf(value, tags.octets) }) }
}
