/**
 * Rejects filters that Graph rejects: unknown properties, unsupported operators, and advanced filters in
 * ordinary requests.
 */
import { malformed, unsupportedQuery, type GraphRefusal } from '../../errors.js'
import type { Property, PropertyTable } from '../properties.js'
import type { Filter, Literal } from './tree.js'

export interface FilterRules {
  table: PropertyTable
  /** The type name in Graph's messages: `group`. */
  typeName: string
  /** The request has the header `ConsistencyLevel: eventual` and `$count=true`. */
  advanced: boolean
}

/** Graph's limits for ordinary requests; advanced queries are limited by the length of the URL instead. */
const maxClauses = 15
const maxValueLength = 120

/** @throws GraphRefusal */
export function checkFilter(filter: Filter, rules: FilterRules): void {
  checkNode(filter, rules, false)
}

function checkNode(filter: Filter, rules: FilterRules, negated: boolean): void {
  switch (filter.type) {
    case 'and':
      return filter.operands.forEach((operand) => checkNode(operand, rules, negated))
    case 'or':
      limitClauses(filter.operands.length, rules)
      return filter.operands.forEach((operand) => checkNode(operand, rules, negated))
    case 'not':
      requireAdvanced(rules)
      return checkNode(filter.operand, rules, true)
    case 'in':
      limitClauses(filter.literals.length, rules)
      return checkLeaf(filter.path, 'in', filter.literals, rules, negated)
    case 'compare':
      return checkLeaf(filter.path, filter.operator, [filter.literal], rules, negated)
    case 'match':
      return checkLeaf(filter.path, filter.match, [filter.literal], rules, negated)
    case 'any':
      return checkAny(filter, rules, negated)
  }
}

function checkLeaf(
  path: string,
  operator: string,
  literals: readonly Literal[],
  rules: FilterRules,
  negated: boolean,
): void {
  const property = propertyAt(path, rules)
  if (property.type === 'strings' || property.type === 'objects') throw unsupportedClause(property, rules)
  checkSupport(property, operator, rules, negated)
  for (const literal of literals) checkLiteral(literal, property, operator, rules)
}

function checkSupport(property: Property, operator: string, rules: FilterRules, negated: boolean): void {
  if (!property.operators.has(operator)) throw unsupportedClause(property, rules)
  if (negated && !property.operators.has('not')) throw unsupportedClause(property, rules)
  if (property.advanced || operator === 'ne' || operator === 'endsWith') requireAdvanced(rules)
}

function checkLiteral(literal: Literal, property: Property, operator: string, rules: FilterRules): void {
  if (literal.type === 'null') {
    if (operator === 'ne' || (property.findsNull && (operator === 'eq' || operator === 'in'))) return
    throw unsupportedClause(property, rules)
  }
  if (literal.type !== literalType(property)) {
    throw malformed(
      `A binary operator with incompatible types was detected. Found operand types ` +
        `'Edm.${property.type}' and 'Edm.${literal.type}' for operator kind '${operator}'.`,
    )
  }
  if (literal.type === 'string' && literal.value.length > maxValueLength && !rules.advanced) {
    throw unsupportedQuery(`The value of '${property.name}' is longer than ${maxValueLength} characters.`)
  }
}

const literalType = ({ type }: Property): Literal['type'] =>
  type === 'boolean' || type === 'dateTime' ? type : type === 'integer' ? 'number' : 'string'

/** Checks a lambda: over a collection of strings any condition, over objects only `any()`. */
function checkAny(filter: Filter & { type: 'any' }, rules: FilterRules, negated: boolean): void {
  const property = propertyAt(filter.path, rules)
  if (property.type !== 'strings' && property.type !== 'objects') throw unsupportedClause(property, rules)
  if (!filter.condition) return checkSupport(property, 'eq', rules, negated)
  if (property.type === 'objects') throw unsupportedClause(property, rules)
  const item: Property = { ...property, name: filter.variable, type: 'string' }
  const table = new Map([[filter.variable.toLowerCase(), item]])
  checkNode(filter.condition, { ...rules, table }, negated)
}

function propertyAt(path: string, { table, typeName }: FilterRules): Property {
  const property = table.get(path.toLowerCase())
  if (property) return property
  throw malformed(
    `Invalid filter clause: Could not find a property named '${path}' on type 'microsoft.graph.${typeName}'.`,
  )
}

function requireAdvanced({ advanced }: FilterRules): void {
  if (!advanced) throw unsupportedQuery()
}

function limitClauses(count: number, { advanced }: FilterRules): void {
  if (count <= maxClauses || advanced) return
  throw unsupportedQuery(
    `Too many child clauses specified in search filter expression containing 'OR' operators: ${count}. ` +
      `Max allowed: ${maxClauses}.`,
  )
}

const unsupportedClause = (property: Property, { typeName }: FilterRules): GraphRefusal =>
  unsupportedQuery(
    `Unsupported or invalid query filter clause specified for property '${property.name}' of resource '${typeName}'.`,
  )
