/**
 * Selects the objects that a search must examine: those of an index or those in its scope, whichever are
 * fewer.
 */
import { guidFromBytes, sidFromBytes } from '../names/identifiers.js'
import type { Filter } from '../protocol/filters.js'
import type { Scope } from '../protocol/requests.js'
import { isBackLink, isForwardLink, type AttributeType } from '../schema/types.js'
import { isBelow, linkTargets, linkSources, subtree, type Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'
import { assertedValue, equalityKey, keyOfPiece, orderTest } from './matcher.js'

/** Sets that together contain every possible match; undefined if no index applies. */
type Sets = ReadonlyArray<ReadonlySet<Entry>>

export function* candidateEntries(store: Store, base: Entry, scope: Scope, filter: Filter): Generator<Entry> {
  if (scope === 'base') {
    yield base
    return
  }
  const sets = setsFor(store, filter)
  const inScope = scope === 'one' ? base.children.size : base.size
  if (!sets || sizeOf(sets) > inScope) {
    yield* scope === 'one' ? base.children.values() : subtree(base)
    return
  }
  const seen = new Set<Entry>()
  for (const set of sets) {
    for (const entry of set) {
      if (seen.has(entry)) continue
      seen.add(entry)
      if (scope === 'one' ? entry.parent === base : isBelow(entry, base)) yield entry
    }
  }
}

const sizeOf = (sets: Sets): number => sets.reduce((sum, set) => sum + set.size, 0)

function setsFor(store: Store, filter: Filter): Sets | undefined {
  switch (filter.type) {
    case 'and':
      return smallest(filter.filters.map((inner) => setsFor(store, inner)))
    case 'or': {
      const parts = filter.filters.map((inner) => setsFor(store, inner))
      return parts.every((sets) => sets !== undefined) ? parts.flat() : undefined
    }
    case 'equals':
      return setsOfEqual(store, filter.attribute, filter.value)
    case 'present':
      return setsOfValues(store, filter.attribute, () => true)
    case 'substrings': {
      const { attribute: name, initial } = filter
      const attribute = store.schema.attribute(name)
      if (!attribute || !initial) return setsOfValues(store, name, () => true)
      const start = keyOfPiece(attribute, initial)
      return setsOfValues(store, name, (value) => value.startsWith(start))
    }
    case 'atLeast':
    case 'atMost': {
      const attribute = store.schema.attribute(filter.attribute)
      const isWanted = attribute && orderTest(attribute, filter)
      return isWanted ? setsOfValues(store, filter.attribute, isWanted) : []
    }
    default:
      return undefined
  }
}

function smallest(parts: ReadonlyArray<Sets | undefined>): Sets | undefined {
  let best: Sets | undefined
  for (const sets of parts) if (sets && (!best || sizeOf(sets) < sizeOf(best))) best = sets
  return best
}

function setsOfEqual(store: Store, name: string, bytes: Buffer): Sets | undefined {
  const attribute = store.schema.attribute(name)
  if (!attribute) return []
  if (isForwardLink(attribute) || isBackLink(attribute)) {
    const end = assertedEntry(store, attribute, bytes)
    const back = store.schema.partner(attribute)
    if (!end || !back) return []
    return [isForwardLink(attribute) ? linkSources(end, back.key) : linkTargets(end, back.key)]
  }
  if (attribute.key === 'distinguishedname') return singleEntry(assertedEntry(store, attribute, bytes))
  const found = equalityKey(store, name, bytes)
  return found ? setsOfKey(store, found.attribute.key, found.value) : undefined
}

const singleEntry = (entry: Entry | undefined): Sets => [new Set(entry ? [entry] : [])]

function assertedEntry(store: Store, attribute: AttributeType, bytes: Buffer): Entry | undefined {
  const value = assertedValue(store, attribute, bytes)
  return typeof value === 'string' || Buffer.isBuffer(value) ? undefined : value
}

function setsOfKey(store: Store, key: string, value: string): Sets | undefined {
  const { guids, sids } = store.indexes
  if (key === 'objectclass') return setsOfClass(store, value)
  if (key === 'objectguid') return singleEntry(guids.get(guidFromBytes(Buffer.from(value, 'hex')) ?? ''))
  if (key === 'objectsid') return singleEntry(sids.get(sidFromBytes(Buffer.from(value, 'hex')) ?? ''))
  return store.indexes.has(key) ? [store.indexes.find(key, value)] : undefined
}

/** Every object has the class `top`, so the index does not help. */
function setsOfClass(store: Store, folded: string): Sets | undefined {
  if (folded === 'top') return undefined
  const subclasses = store.schema.classes.filter(({ chain }) =>
    chain.some((name) => name.toLowerCase() === folded),
  )
  return subclasses.flatMap(({ name }) => store.indexes.classes.get(name) ?? [])
}

function setsOfValues(store: Store, name: string, wanted: (value: string) => boolean): Sets | undefined {
  const attribute = store.schema.attribute(name)
  if (!attribute) return []
  if (!store.indexes.has(attribute.key)) return undefined
  const sets: Array<ReadonlySet<Entry>> = []
  for (const [value, entries] of store.indexes.values(attribute.key)) if (wanted(value)) sets.push(entries)
  return sets
}
