/**
 * Properties of Graph's objects: type, when they are returned, and supported filter operators. The tables are
 * text with one property per line and follow Graph's documentation.
 */
import type { DirectoryObject, ObjectKind } from '../tenant/objects.js'
import { contactLines, deviceLines, groupLines, servicePrincipalLines, userLines } from './propertyLines.js'

export const operators = ['eq', 'ne', 'not', 'ge', 'le', 'in', 'startsWith', 'endsWith'] as const
export type Operator = (typeof operators)[number]

export type PropertyType = 'string' | 'boolean' | 'dateTime' | 'integer' | 'object' | 'strings' | 'objects'

/**
 * `default`: returned without `$select`; `select`: only with `$select`; `single`: only with `$select` in a
 * read by id; `never`: only for filters.
 */
export type Returned = 'default' | 'select' | 'single' | 'never'

export interface Property {
  name: string
  type: PropertyType
  returned: Returned
  operators: ReadonlySet<string>
  /** Supports `eq null`. */
  findsNull: boolean
  /** Every filter on it requires an advanced query. */
  advanced: boolean
  betaOnly: boolean
}

/** By name in lower case: Graph accepts names in any case and responds with the declared one. */
export type PropertyTable = ReadonlyMap<string, Property>

export type Version = 'v1.0' | 'beta'

function parse(line: string): Property {
  const [name = '', type = 'string', returned = 'default', ...words] = line.split(' ')
  return {
    name,
    type: type as PropertyType,
    returned: returned as Returned,
    operators: new Set(words),
    findsNull: words.includes('null'),
    advanced: words.includes('advanced'),
    betaOnly: words.includes('beta'),
  }
}

function table(lines: string, version: Version): PropertyTable {
  const properties = lines
    .trim()
    .split('\n')
    .map((line) => parse(line.trim()))
    .filter((property) => version === 'beta' || !property.betaOnly)
  return new Map(properties.map((property) => [property.name.toLowerCase(), property]))
}

const tablesOf = (version: Version): Record<ObjectKind, PropertyTable> => ({
  user: table(userLines, version),
  group: table(groupLines, version),
  device: table(deviceLines, version),
  orgContact: table(contactLines, version),
  servicePrincipal: table(servicePrincipalLines, version),
})

export const propertyTables: Record<Version, Record<ObjectKind, PropertyTable>> = {
  'v1.0': tablesOf('v1.0'),
  beta: tablesOf('beta'),
}

/** Filter properties of collections with several kinds. */
export const mixedTable: PropertyTable = table(
  `
  id string default eq in
  displayName string default eq ne not ge le in startsWith null
  mail string default eq ne not ge le in startsWith endsWith null
  `,
  'v1.0',
)

const noExtensionAttributes = Object.fromEntries(
  Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
)

/** Returns a value as Graph prints it: null or an empty list if it was never set. */
export function valueOf(object: DirectoryObject, property: Property): unknown {
  if (property.name === 'onPremisesSyncBehavior/isCloudManaged') return object.cloudManaged === true
  return object.properties[property.name] ?? emptyValue(object.kind, property)
}

/** Returns the value printed for a property that is empty or that the caller may not read. */
export function emptyValue(kind: ObjectKind, { name, type }: Property): unknown {
  if (type === 'strings' || type === 'objects') return []
  if (name === 'writebackConfiguration') return { isEnabled: null, onPremisesGroupType: null }
  if (name === 'onPremisesExtensionAttributes' && kind === 'user') return noExtensionAttributes
  return null
}
