/** Applies the changes of a request to a draft, one attribute at a time, in request order. */
import { attributeError, entryExists, missingValue, unknownAttribute, unwilling } from '../errors.js'
import type { Change } from '../protocol/requests.js'
import { isForwardLink, type AttributeType } from '../schema/types.js'
import type { Entry, Value } from '../store/entry.js'
import { isPrimaryGroup } from '../store/primaryGroup.js'
import { comparisonKey } from '../store/values.js'
import type { Context } from './context.js'
import { draftCount, isLinked, linkChange, draftLinks, draftValues, type Draft } from './draft.js'
import { isSingle } from './validate.js'
import { parseValue, type Reference } from './values.js'
import { checkClassChange, checkModifiable } from './writable.js'

/** @throws LdapRefusal */
export function applyChange(context: Context, draft: Draft, change: Change): void {
  const { schema } = context.store
  const attribute = schema.attribute(change.attribute)
  if (!attribute) throw unknownAttribute()
  if (attribute.key === 'objectclass') return checkClassChange(schema, draft.entry.class, change)
  checkModifiable(attribute, draft.entry, change.operation)
  if (change.operation === 'add' && change.values.length === 0) throw missingValue()
  const operation = change.operation === 'delete' ? 'remove' : 'modify'
  const reference: Reference = { store: context.store, draft, attribute, operation }
  const { permissive } = context.controls
  const values = distinctValues(attribute, change, parseValues(reference, change.values), permissive)
  if (isForwardLink(attribute)) applyLinks[change.operation](draft, attribute, values as Entry[], permissive)
  else applyValues[change.operation](draft, attribute, values, permissive)
}

export const parseValues = (reference: Reference, list: readonly Buffer[]): Value[] =>
  list.map((bytes) => parseValue(reference, bytes))

/** Rejects duplicate values, or removes them with the permissive control. */
function distinctValues(
  attribute: AttributeType,
  { operation }: Change,
  values: Value[],
  permissive: boolean,
): Value[] {
  const byKey = new Map(values.map((value) => [comparisonKey(attribute, value), value]))
  if (byKey.size === values.length) return values
  if (!permissive)
    throw operation === 'delete' ? missingValueError(attribute) : duplicateValueError(attribute)
  return [...byKey.values()]
}

type Apply<T> = (draft: Draft, attribute: AttributeType, values: readonly T[], permissive: boolean) => void

const applyValues: Record<Change['operation'], Apply<Value>> = {
  add(draft, attribute, values, permissive) {
    const present = new Set(draftValues(draft, attribute).map((value) => comparisonKey(attribute, value)))
    const fresh = values.filter((value) => !present.has(comparisonKey(attribute, value)))
    if (fresh.length < values.length && !permissive) throw duplicateValueError(attribute)
    if (fresh.length > 0) checkSingle(draft, attribute, present.size + fresh.length)
    if (fresh.length > 0) draft.values.set(attribute, [...draftValues(draft, attribute), ...fresh])
  },
  delete(draft, attribute, values, permissive) {
    const present = draftValues(draft, attribute)
    const leaving = new Set(values.map((value) => comparisonKey(attribute, value)))
    const staying =
      values.length === 0 ? [] : present.filter((value) => !leaving.has(comparisonKey(attribute, value)))
    const absent = values.length === 0 ? present.length === 0 : present.length - staying.length < leaving.size
    if (absent && !permissive)
      throw attributeError(1001, values.length === 0 ? 0x2084 : 0x2085, attribute.name)
    if (staying.length < present.length) draft.values.set(attribute, staying)
  },
  replace(draft, attribute, values) {
    checkSingle(draft, attribute, values.length)
    if (values.length + draftCount(draft, attribute) > 0) draft.values.set(attribute, [...values])
  },
}

const applyLinks: Record<Change['operation'], Apply<Entry>> = {
  add(draft, attribute, values, permissive) {
    if (draftCount(draft, attribute) > 0) checkSingle(draft, attribute, 2)
    for (const to of values) {
      if (isLinked(draft, attribute, to)) {
        if (!permissive) throw duplicateValueError(attribute)
      } else if (!linkChange(draft, attribute).removed.delete(to)) linkChange(draft, attribute).added.add(to)
    }
  },
  delete(draft, attribute, values, permissive) {
    if (values.length === 0 && draftCount(draft, attribute) === 0 && !permissive)
      throw attributeError(1001, 0x2084, attribute.name)
    for (const to of values.length === 0 ? [...draftLinks(draft, attribute)] : values) {
      if (!isLinked(draft, attribute, to)) {
        // Membership through the primary group cannot be removed, with or without the permissive control.
        if (attribute.key === 'member' && isPrimaryGroup(draft.entry, to)) throw unwilling(0x55e)
        if (!permissive) throw missingValueError(attribute)
      } else if (!linkChange(draft, attribute).added.delete(to)) linkChange(draft, attribute).removed.add(to)
    }
  },
  replace(draft, attribute, values) {
    const wanted = new Set(values)
    const leaving = [...draftLinks(draft, attribute)].filter((to) => !wanted.has(to))
    const coming = values.filter((to) => !isLinked(draft, attribute, to))
    if (leaving.length > 0) applyLinks.delete(draft, attribute, leaving, false)
    if (coming.length > 0) applyLinks.add(draft, attribute, coming, false)
  },
}

/** An add violates a constraint here; a modify finds an existing value. */
function checkSingle({ entry }: Draft, attribute: AttributeType, count: number): void {
  if (count > 1 && isSingle(attribute, entry)) throw attributeError(1006, 0x2081, attribute.name)
}

/** The accounts database (SAM) checks `member` and has its own error codes. */
const duplicateValueError = ({ key, name }: AttributeType) =>
  key === 'member' ? entryExists(0x562) : attributeError(1006, 0x2083, name)
const missingValueError = ({ key, name }: AttributeType) =>
  key === 'member' ? unwilling(0x561) : attributeError(1001, 0x2085, name)
