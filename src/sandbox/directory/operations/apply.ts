/** Takes the changes of a request into a draft, one attribute at a time, in the order in which they came. */
import {
  attributeError,
  badValue,
  codes,
  entryExists,
  unknownAttribute,
  unwilling,
  updateError,
} from '../errors.js'
import type { Change } from '../protocol/requests.js'
import { isBackLink, isForwardLink, type AttributeType } from '../schema/types.js'
import type { Entry, Value } from '../store/entry.js'
import { isField, keyOf } from '../store/values.js'
import type { Context } from './context.js'
import { countIn, isLinked, linkChange, linksIn, valuesIn, type Draft } from './draft.js'
import { readValue, type Reference } from './values.js'

/** @throws Refusal */
export function applyChange(context: Context, draft: Draft, change: Change): void {
  const attribute = context.store.schema.attribute(change.attribute)
  if (!attribute) throw unknownAttribute()
  checkWritable(attribute, draft.entry)
  const operation = change.operation === 'delete' ? 'remove' : 'modify'
  const values = readValues({ store: context.store, draft, attribute, operation }, change.values)
  if (change.operation === 'add' && values.length === 0) throw badValue()
  const { permissive } = context.controls
  if (isForwardLink(attribute)) applyLinks[change.operation](draft, attribute, values as Entry[], permissive)
  else applyValues[change.operation](draft, attribute, values, permissive)
}

/** @throws Refusal 20 where one comes twice */
export function readValues(reference: Reference, list: readonly Buffer[]): Value[] {
  const { attribute } = reference
  const values = list.map((bytes) => readValue(reference, bytes))
  const keys = new Set(values.map((value) => keyOf(attribute, value)))
  if (keys.size < values.length) throw attributeError(1006, 0x2083, attribute.name)
  return values
}

const ownedBySam = new Set(
  [
    'objectSid',
    'sAMAccountType',
    'badPwdCount',
    'badPasswordTime',
    'lastLogon',
    'logonCount',
    'isCriticalSystemObject',
  ].map((name) => name.toLowerCase()),
)

/** @throws Refusal for what only the system writes, each in the way AD has for it */
export function checkWritable(attribute: AttributeType, entry: Entry): void {
  const { key, name } = attribute
  if (key === entry.class.naming || key === 'name')
    throw updateError(codes.notAllowedOnRdn, 0x2016, '6004 (CANT_ON_RDN)')
  if (key === 'objectclass')
    throw updateError(codes.objectClassModsProhibited, 0x2017, '6006 (CANT_MOD_OBJ_CLASS)')
  if (ownedBySam.has(key) || isBackLink(attribute)) throw unwilling(0x209a)
  if (attribute.systemOnly || attribute.constructed || isField(attribute))
    throw attributeError(1005, 0x20b1, name)
}

type Apply<T> = (draft: Draft, attribute: AttributeType, values: readonly T[], permissive: boolean) => void

const applyValues: Record<Change['operation'], Apply<Value>> = {
  add(draft, attribute, values, permissive) {
    const present = new Set(valuesIn(draft, attribute).map((value) => keyOf(attribute, value)))
    const fresh = values.filter((value) => !present.has(keyOf(attribute, value)))
    if (fresh.length < values.length && !permissive) throw attributeError(1006, 0x2083, attribute.name)
    if (fresh.length > 0) draft.values.set(attribute, [...valuesIn(draft, attribute), ...fresh])
  },
  delete(draft, attribute, values, permissive) {
    const present = valuesIn(draft, attribute)
    const leaving = new Set(values.map((value) => keyOf(attribute, value)))
    const staying =
      values.length === 0 ? [] : present.filter((value) => !leaving.has(keyOf(attribute, value)))
    const absent = values.length === 0 ? present.length === 0 : present.length - staying.length < leaving.size
    if (absent && !permissive)
      throw attributeError(1001, values.length === 0 ? 0x2084 : 0x2085, attribute.name)
    if (staying.length < present.length) draft.values.set(attribute, staying)
  },
  replace(draft, attribute, values) {
    if (values.length + countIn(draft, attribute) > 0) draft.values.set(attribute, [...values])
  },
}

const applyLinks: Record<Change['operation'], Apply<Entry>> = {
  add(draft, attribute, values, permissive) {
    for (const to of values) {
      if (isLinked(draft, attribute, to)) {
        if (!permissive) throw alreadyThere(attribute)
      } else if (!linkChange(draft, attribute).removed.delete(to)) linkChange(draft, attribute).added.add(to)
    }
  },
  delete(draft, attribute, values, permissive) {
    if (values.length === 0 && countIn(draft, attribute) === 0 && !permissive)
      throw attributeError(1001, 0x2084, attribute.name)
    for (const to of values.length === 0 ? [...linksIn(draft, attribute)] : values) {
      if (!isLinked(draft, attribute, to)) {
        if (!permissive) throw notThere(attribute)
      } else if (!linkChange(draft, attribute).added.delete(to)) linkChange(draft, attribute).removed.add(to)
    }
  },
  replace(draft, attribute, values) {
    const wanted = new Set(values)
    const leaving = [...linksIn(draft, attribute)].filter((to) => !wanted.has(to))
    const coming = values.filter((to) => !isLinked(draft, attribute, to))
    if (leaving.length > 0) applyLinks.delete(draft, attribute, leaving, false)
    if (coming.length > 0) applyLinks.add(draft, attribute, coming, false)
  },
}

/** Members are the accounts database's affair, which has answers of its own. */
const alreadyThere = ({ key, name }: AttributeType) =>
  key === 'member' ? entryExists(0x562) : attributeError(1006, 0x2083, name)
const notThere = ({ key, name }: AttributeType) =>
  key === 'member' ? unwilling(0x561) : attributeError(1001, 0x2085, name)
