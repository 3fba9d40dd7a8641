/** Values of an object, stored or computed, and their comparison keys. */
import { foldText } from '../names/fold.js'
import { guidBytes, sidBytes } from '../names/identifiers.js'
import type { Schema } from '../schema/schema.js'
import { isBackLink, isForwardLink, type AttributeType } from '../schema/types.js'
import { dnOf, type Entry, type Value } from './entry.js'

/** Returns the same text for all values that are equal by the syntax of their attribute. */
export function comparisonKey({ syntax }: AttributeType, value: Value): string {
  if (Buffer.isBuffer(value)) return value.toString('hex')
  if (typeof value !== 'string') return `#${value.id}`
  return syntax === 'unicode' || syntax === 'teletex' || syntax === 'printable' || syntax === 'oid'
    ? foldText(value)
    : value
}

/** Returns stored values, fields and links. Constructed attributes are in search/constructed.ts. */
export function valuesOf(schema: Schema, entry: Entry, attribute: AttributeType): readonly Value[] {
  const own = entryFields[attribute.key]
  if (own) return own(entry, schema)
  if (isForwardLink(attribute)) return [...(entry.links.get(attribute.key) ?? [])]
  if (isBackLink(attribute)) return [...(entry.backLinks.get(attribute.key) ?? [])]
  if (attribute.key === entry.class.naming) return [entry.rdn.value]
  return entry.attributes.get(attribute.key) ?? []
}

const optionalValue = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value])

const entryFields: Readonly<Record<string, (entry: Entry, schema: Schema) => Value[]>> = {
  objectclass: (entry) => [...entry.class.chain],
  objectcategory: (entry) =>
    optionalValue(entry.deletion?.state === 'tombstone' ? undefined : categoryOf(entry)),
  objectguid: (entry) => [identityOf(entry).guid],
  objectsid: (entry) => optionalValue(identityOf(entry).sid),
  distinguishedname: (entry) => [entry],
  name: (entry) => [entry.rdn.value],
  instancetype: (entry) => [entry.parent ? '4' : '5'],
  whencreated: (entry) => [generalizedTime(entry.created)],
  whenchanged: (entry) => [generalizedTime(entry.changed)],
  usncreated: (entry) => [String(entry.usnCreated)],
  usnchanged: (entry) => [String(entry.usnChanged)],
  isdeleted: ({ deletion, hidden }) => (deletion || hidden ? ['TRUE'] : []),
  isrecycled: ({ deletion }) => (deletion?.state === 'recycled' ? ['TRUE'] : []),
  lastknownparent: ({ deletion }) => optionalValue(deletion?.parent),
  'msds-lastknownrdn': ({ deletion }) => optionalValue(deletion?.name),
}

interface IdentityBytes {
  guid: Buffer
  sid?: Buffer
}

/** Cached, because lookups compare thousands of them. */
const identities = new WeakMap<Entry, IdentityBytes>()

function identityOf(entry: Entry): IdentityBytes {
  const known = identities.get(entry)
  if (known) return known
  const sid = entry.sid === undefined ? undefined : sidBytes(entry.sid)
  const identity = { guid: guidBytes(entry.guid), ...(sid && { sid }) }
  identities.set(entry, identity)
  return identity
}

/** True for fields, which no request may set as attributes. */
export const isField = ({ key }: AttributeType): boolean => key in entryFields

/** Returns the object of the default objectCategory in the schema container. */
const categoryOf = (entry: Entry): Entry | undefined => categories.get(entry.class)

/** Filled when a schema container is created; every directory has its own class closures. */
export const categories = new WeakMap<object, Entry>()

export const generalizedTime = (time: number): string =>
  `${new Date(time)
    .toISOString()
    .replace(/[-:T]/g, '')
    .replace(/\.\d+Z$/, '')}.0Z`

export function valueBytes(value: Value, format: (entry: Entry) => string = dnOf): Buffer {
  if (Buffer.isBuffer(value)) return value
  return Buffer.from(typeof value === 'string' ? value : format(value))
}
