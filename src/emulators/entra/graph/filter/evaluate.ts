/** Compiles a checked filter to a predicate. Like Entra, it compares strings ignoring case. */
import type { DirectoryObject } from '../../tenant/objects.js'
import { valueOf, type PropertyTable } from '../properties.js'
import type { Comparison, Filter, Literal, Match } from './tree.js'

export type Predicate<T> = (item: T) => boolean
type Value = string | number | boolean | null

export function predicateOf(filter: Filter, table: PropertyTable): Predicate<DirectoryObject> {
  return compile(filter, (path) => {
    const property = table.get(path.toLowerCase())
    return (object) => (property ? valueOf(object, property) : null)
  })
}

/** `at` returns a function that reads the value of a path from an item. */
function compile<T>(filter: Filter, at: (path: string) => (item: T) => unknown): Predicate<T> {
  switch (filter.type) {
    case 'and': {
      const parts = filter.operands.map((operand) => compile(operand, at))
      return (item) => parts.every((part) => part(item))
    }
    case 'or': {
      const parts = filter.operands.map((operand) => compile(operand, at))
      return (item) => parts.some((part) => part(item))
    }
    case 'not': {
      const part = compile(filter.operand, at)
      return (item) => !part(item)
    }
    case 'compare':
      return leaf(at(filter.path), comparison(filter.operator, filter.literal))
    case 'in': {
      const wanted = new Set(filter.literals.map(plain))
      return leaf(at(filter.path), (value) => wanted.has(value))
    }
    case 'match':
      return leaf(at(filter.path), matching(filter.match, filter.literal))
    case 'any':
      return anyOf(filter, at(filter.path))
  }
}

function anyOf<T>(filter: Filter & { type: 'any' }, read: (item: T) => unknown): Predicate<T> {
  const listOf = (item: T): unknown[] => {
    const value = read(item)
    return Array.isArray(value) ? value : []
  }
  if (!filter.condition) return (item) => listOf(item).length > 0
  const test = compile<unknown>(filter.condition, () => (entry) => entry)
  return (item) => listOf(item).some(test)
}

const leaf =
  <T>(read: (item: T) => unknown, test: Predicate<Value>): Predicate<T> =>
  (item) =>
    test(comparable(read(item)))

function comparison(operator: Comparison, literal: Literal): Predicate<Value> {
  const wanted = plain(literal)
  if (operator === 'eq') return (value) => value === wanted
  if (operator === 'ne') return (value) => value !== wanted
  if (wanted === null) return () => false
  if (operator === 'ge') return (value) => value !== null && value >= wanted
  return (value) => value !== null && value <= wanted
}

function matching(match: Match, literal: Literal): Predicate<Value> {
  const wanted = String(plain(literal))
  const test = match === 'endsWith' ? 'endsWith' : 'startsWith'
  return (value) => typeof value === 'string' && value[test](wanted)
}

function plain(literal: Literal): Value {
  return literal.type === 'null' ? null : comparable(literal.value)
}

/** Graph prints all dates in one format and time zone, so that they compare as strings. */
const comparable = (value: unknown): Value => {
  if (typeof value === 'string') return value.toLowerCase()
  return typeof value === 'number' || typeof value === 'boolean' ? value : null
}
