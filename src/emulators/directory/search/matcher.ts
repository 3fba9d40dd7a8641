/**
 * Compiles filters to functions with three values, like AD (RFC 4511 §4.5.1.7): a filter that cannot be
 * evaluated, such as one with an unknown attribute, is undefined, and its negation is undefined too.
 */
import type { HiddenPredicate } from '../access/reading.js'
import { foldText } from '../names/fold.js'
import type { Filter } from '../protocol/filters.js'
import { isBackLink, isForwardLink, namesObjects, type AttributeType } from '../schema/types.js'
import { parseAssertedValue } from '../operations/values.js'
import { asText, type Entry, type Value } from '../store/entry.js'
import { resolveEntry } from '../store/resolve.js'
import type { Store } from '../store/store.js'
import { categories, comparisonKey, valuesOf } from '../store/values.js'
import { reachesByLinks } from './chain.js'

export type Match = boolean | undefined
export type Matcher = (entry: Entry) => Match

const undefinedMatch: Matcher = () => undefined
const neverMatches: Matcher = () => false

export function compileFilter(store: Store, filter: Filter, isHidden?: HiddenPredicate): Matcher {
  switch (filter.type) {
    case 'and':
      return allOf(filter.filters.map((inner) => compileFilter(store, inner, isHidden)))
    case 'or':
      return anyOf(store, filter.filters, isHidden)
    case 'not': {
      const inner = compileFilter(store, filter.filter, isHidden)
      return (entry) => negate(inner(entry))
    }
    default: {
      const key = store.schema.attribute(filter.attribute)?.key
      return unlessHidden(compileLeaf(store, filter), key, isHidden)
    }
  }
}

/** Makes a filter evaluate as if a hidden attribute had no value. */
function unlessHidden(
  matcher: Matcher,
  key: string | undefined,
  isHidden: HiddenPredicate | undefined,
): Matcher {
  if (!isHidden || key === undefined || matcher === undefinedMatch) return matcher
  return (entry) => (isHidden(entry, key) ? false : matcher(entry))
}

const negate = (match: Match): Match => (match === undefined ? undefined : !match)

function allOf(matchers: readonly Matcher[]): Matcher {
  return (entry) => {
    let result: Match = true
    for (const matcher of matchers) {
      const match = matcher(entry)
      if (match === false) return false
      result &&= match
    }
    return result
  }
}

/** Combines equalities on one attribute, of which lookups send hundreds, into a single set lookup. */
function anyOf(store: Store, filters: readonly Filter[], isHidden: HiddenPredicate | undefined): Matcher {
  const sets = new Map<AttributeType, Set<string>>()
  const matchers: Matcher[] = []
  for (const filter of filters) {
    const key = filter.type === 'equals' ? equalityKey(store, filter.attribute, filter.value) : undefined
    if (!key) matchers.push(compileFilter(store, filter, isHidden))
    else sets.set(key.attribute, (sets.get(key.attribute) ?? new Set()).add(key.value))
  }
  for (const [attribute, wanted] of sets) {
    const matcher: Matcher = (entry) =>
      valuesOf(store.schema, entry, attribute).some((value) => wanted.has(comparisonKey(attribute, value)))
    matchers.push(unlessHidden(matcher, attribute.key, isHidden))
  }
  return (entry) => {
    let result: Match = false
    for (const matcher of matchers) {
      const match = matcher(entry)
      if (match) return true
      if (match === undefined) result = undefined
    }
    return result
  }
}

export interface EqualityKey {
  attribute: AttributeType
  value: string
}

/**
 * Returns undefined for links, which can be too numerous to compare, and for values that cannot be compared.
 */
export function equalityKey(store: Store, name: string, bytes: Buffer): EqualityKey | undefined {
  const attribute = store.schema.attribute(name)
  if (!attribute || attribute.constructed || isForwardLink(attribute) || isBackLink(attribute))
    return undefined
  const value = assertedValue(store, attribute, bytes)
  return value === undefined ? undefined : { attribute, value: comparisonKey(attribute, value) }
}

/** Parses the value of a filter; undefined if it is invalid for the syntax. */
export function assertedValue(store: Store, attribute: AttributeType, bytes: Buffer): Value | undefined {
  try {
    const value = parseAssertedValue(attribute, bytes)
    if (attribute.key === 'objectclass') return store.schema.class(asText(value))?.name ?? value
    return namesObjects(attribute) ? namedObject(store, attribute, asText(value)) : value
  } catch {
    return undefined
  }
}

/** objectCategory may also be given as a class name (MS-ADTS 3.1.1.3.1.3.5). */
function namedObject(store: Store, attribute: AttributeType, name: string): Entry | undefined {
  const type = attribute.key === 'objectcategory' ? store.schema.class(name) : undefined
  return type ? categories.get(type) : resolveEntry(store, name)
}

type Leaf = Exclude<Filter, { type: 'and' | 'or' | 'not' }>

function compileLeaf(store: Store, filter: Leaf): Matcher {
  const attribute = store.schema.attribute(filter.attribute)
  if (!attribute || attribute.constructed) return undefinedMatch
  const values = (entry: Entry) => valuesOf(store.schema, entry, attribute)
  switch (filter.type) {
    case 'present':
      return compilePresence(store, attribute)
    case 'equals':
      return compileEquality(store, attribute, filter.value)
    case 'atLeast':
    case 'atMost':
      return compileComparison(attribute, filter, values)
    case 'substrings':
      return compileSubstrings(attribute, filter, values)
    case 'extensible':
      return compileRule(store, attribute, filter, values)
  }
}

function compilePresence(store: Store, attribute: AttributeType): Matcher {
  const { key } = attribute
  if (isForwardLink(attribute)) return (entry) => entry.links.has(key)
  if (isBackLink(attribute)) return (entry) => entry.backLinks.has(key)
  return (entry) => valuesOf(store.schema, entry, attribute).length > 0
}

function compileEquality(store: Store, attribute: AttributeType, bytes: Buffer): Matcher {
  const wanted = assertedValue(store, attribute, bytes)
  if (wanted === undefined) return namesObjects(attribute) ? neverMatches : undefinedMatch
  const { key } = attribute
  if (isForwardLink(attribute)) return (entry) => entry.links.get(key)?.has(wanted as Entry) ?? false
  if (isBackLink(attribute)) return (entry) => entry.backLinks.get(key)?.has(wanted as Entry) ?? false
  const wantedKey = comparisonKey(attribute, wanted)
  return (entry) =>
    valuesOf(store.schema, entry, attribute).some((value) => comparisonKey(attribute, value) === wantedKey)
}

const numeric = new Set(['integer', 'enumeration', 'large'])

type Order = Extract<Filter, { type: 'atLeast' | 'atMost' }>

/** Compares keys as comparisonKey builds them; undefined for a bound that is invalid for the syntax. */
export function orderTest(
  attribute: AttributeType,
  { type, value }: Pick<Order, 'type' | 'value'>,
): ((key: string) => boolean) | undefined {
  const text = value.toString()
  const isUp = type === 'atLeast'
  if (numeric.has(attribute.syntax)) {
    if (!/^-?\d{1,19}$/.test(text)) return undefined
    const bound = BigInt(text)
    return (key) => (isUp ? BigInt(key) >= bound : BigInt(key) <= bound)
  }
  const bound = foldText(text)
  return (key) => (isUp ? key >= bound : key <= bound)
}

function compileComparison(
  attribute: AttributeType,
  filter: Order,
  values: (entry: Entry) => readonly Value[],
): Matcher {
  const isWanted = orderTest(attribute, filter)
  return isWanted
    ? (entry) => values(entry).some((value) => isWanted(comparisonKey(attribute, value)))
    : undefinedMatch
}

function compileSubstrings(
  attribute: AttributeType,
  { initial, any, final }: Extract<Filter, { type: 'substrings' }>,
  values: (entry: Entry) => readonly Value[],
): Matcher {
  if (namesObjects(attribute) || numeric.has(attribute.syntax)) return undefinedMatch
  const [start, end] = [initial, final].map((piece) => (piece ? keyOfPiece(attribute, piece) : ''))
  const middle = any.map((piece) => keyOfPiece(attribute, piece))
  return (entry) =>
    values(entry).some((value) => contains(comparisonKey(attribute, value), start ?? '', middle, end ?? ''))
}

export const keyOfPiece = (attribute: AttributeType, piece: Buffer): string =>
  comparisonKey(
    attribute,
    attribute.syntax === 'octets' || attribute.syntax === 'sid' ? piece : piece.toString(),
  )

function contains(text: string, start: string, middle: readonly string[], end: string): boolean {
  if (!text.startsWith(start)) return false
  let at = start.length
  for (const piece of middle) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return text.length - end.length >= at && text.endsWith(end)
}

const rules = {
  and: '1.2.840.113556.1.4.803',
  or: '1.2.840.113556.1.4.804',
  chain: '1.2.840.113556.1.4.1941',
}

/** Evaluates the matching rules of MS-ADTS 3.1.1.3.4.4. */
function compileRule(
  store: Store,
  attribute: AttributeType,
  { rule, value }: Extract<Filter, { type: 'extensible' }>,
  values: (entry: Entry) => readonly Value[],
): Matcher {
  if (rule === '') return compileEquality(store, attribute, value)
  if (rule === rules.chain) {
    const wanted = namesObjects(attribute) ? assertedValue(store, attribute, value) : undefined
    return wanted === undefined ? neverMatches : reachesByLinks(attribute, wanted as Entry)
  }
  const text = value.toString()
  if (
    (rule !== rules.and && rule !== rules.or) ||
    !numeric.has(attribute.syntax) ||
    !/^-?\d{1,19}$/.test(text)
  )
    return undefinedMatch
  const bits = BigInt.asUintN(64, BigInt(text))
  const isMatch = (number: bigint) => (rule === rules.and ? (number & bits) === bits : (number & bits) !== 0n)
  return (entry) => values(entry).some((one) => isMatch(BigInt.asUintN(64, BigInt(asText(one)))))
}
