/** Selects the properties of a response: the default ones, or those of `$select` and the id. */
import { malformed, unsupportedQuery } from '../errors.js'
import type { DirectoryObject, ObjectKind } from '../tenant/objects.js'
import { emptyValue, valueOf, type Property, type PropertyTable } from './properties.js'

export type Tables = Record<ObjectKind, PropertyTable>

export interface Selection {
  /** The names as printed in `@odata.context`; empty without `$select`. */
  names: string[]
  of(kind: ObjectKind): readonly Property[]
}

export interface SelectScope {
  tables: Tables
  /** The kinds of objects in the response. */
  kinds: readonly ObjectKind[]
  typeName: string
  /** A read of one object by id. */
  single: boolean
}

export function parseSelect(select: string | undefined, scope: SelectScope): Selection {
  const wanted = (select ?? '').split(',').flatMap((name) => name.trim() || [])
  if (wanted.length === 0 || wanted.includes('*')) return defaults(scope.tables)
  const names = wanted.map((name) => declaredName(name, scope))
  const keys = new Set(['id', ...names.map((name) => name.toLowerCase())])
  const chosen = new Map(scope.kinds.map((kind) => [kind, pick(scope.tables[kind], keys)]))
  return { names, of: (kind) => chosen.get(kind) ?? [] }
}

const defaultsByTables = new WeakMap<Tables, Selection>()

function defaults(tables: Tables): Selection {
  const known = defaultsByTables.get(tables)
  if (known) return known
  const chosen = new Map<ObjectKind, Property[]>()
  for (const [kind, table] of Object.entries(tables)) {
    chosen.set(
      kind as ObjectKind,
      [...table.values()].filter(({ returned }) => returned === 'default'),
    )
  }
  const selection: Selection = { names: [], of: (kind) => chosen.get(kind) ?? [] }
  defaultsByTables.set(tables, selection)
  return selection
}

const pick = (table: PropertyTable, keys: ReadonlySet<string>): Property[] =>
  [...keys].flatMap((key) => {
    const property = table.get(key)
    return property && property.returned !== 'never' ? [property] : []
  })

function declaredName(name: string, { tables, kinds, typeName, single }: SelectScope): string {
  const found = kinds.flatMap((kind) => tables[kind].get(name.toLowerCase()) ?? [])
  const [property] = found
  if (!property || property.name.includes('/')) {
    throw malformed(
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' ` +
        `on type 'microsoft.graph.${typeName}'.`,
    )
  }
  if (!single && found.every(({ returned }) => returned === 'single')) {
    throw unsupportedQuery(`The property '${property.name}' can only be selected on a single resource.`)
  }
  return property.name
}

/** The properties that the caller may read: all, none (all null), or some. */
export type Visibility = 'all' | 'none' | ReadonlySet<string>

export function selectProperties(
  object: DirectoryObject,
  selection: Selection,
  visibility: Visibility,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {}
  for (const property of selection.of(object.kind)) {
    shown[property.name] =
      visibility === 'all' || isVisible(property.name, visibility)
        ? valueOf(object, property)
        : emptyValue(object.kind, property)
  }
  return shown
}

const isVisible = (name: string, visibility: Exclude<Visibility, 'all'>): boolean =>
  name === 'id' || (visibility !== 'none' && visibility.has(name))
