/** Narrows a listing with the store's indexes for filters with equality. */
import type { ObjectKind } from '../../tenant/objects.js'
import { findIdsByValue, type Store } from '../../tenant/store.js'
import type { Filter, Literal } from './tree.js'

/** The indexed properties, by their names in lower case. */
const indexed: Readonly<Record<string, string>> = {
  displayname: 'displayName',
  mail: 'mail',
  mailnickname: 'mailNickname',
  onpremisessecurityidentifier: 'onPremisesSecurityIdentifier',
  userprincipalname: 'userPrincipalName',
}

/** Returns the ids of all possible matches, or undefined if no index applies. */
export function candidateIds(filter: Filter, store: Store, kind: ObjectKind): Iterable<string> | undefined {
  switch (filter.type) {
    case 'compare':
      return filter.operator === 'eq' ? equalityIds(filter.path, [filter.literal], store, kind) : undefined
    case 'in':
      return equalityIds(filter.path, filter.literals, store, kind)
    case 'and':
      return firstOf(filter.operands, (operand) => candidateIds(operand, store, kind))
    case 'or':
      return union(filter.operands.map((operand) => candidateIds(operand, store, kind)))
    case 'not':
    case 'match':
    case 'any':
      return undefined
  }
}

/**
 * True if the filter matches only objects whose ids it contains: such a request is a lookup, not a listing.
 */
export function isIdLookup(filter: Filter): boolean {
  switch (filter.type) {
    case 'compare':
      return filter.operator === 'eq' && filter.path.toLowerCase() === 'id'
    case 'in':
      return filter.path.toLowerCase() === 'id'
    case 'and':
      return filter.operands.some(isIdLookup)
    case 'or':
      return filter.operands.every(isIdLookup)
    case 'not':
    case 'match':
    case 'any':
      return false
  }
}

function equalityIds(
  path: string,
  literals: readonly Literal[],
  store: Store,
  kind: ObjectKind,
): Iterable<string> | undefined {
  const name = path.toLowerCase()
  const values = literals.flatMap((literal) => (literal.type === 'string' ? [literal.value] : []))
  if (values.length < literals.length) return undefined
  if (name === 'id') return new Set(values.map((value) => value.toLowerCase()))
  const property = indexed[name]
  if (property === undefined) return undefined
  return union(values.map((value) => findIdsByValue(store, kind, property, value)))
}

function union(sets: ReadonlyArray<Iterable<string> | undefined>): Iterable<string> | undefined {
  const all = new Set<string>()
  for (const set of sets) {
    if (!set) return undefined
    for (const id of set) all.add(id)
  }
  return all
}

function firstOf<A, B>(items: readonly A[], find: (item: A) => B | undefined): B | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
