/** Creates the initial objects of a directory, without any checks. */
import type { Entry, Value } from '../store/entry.js'
import { storeNewEntry, setValues, type Store } from '../store/store.js'
import { headKey, parseName } from '../store/resolve.js'

export interface SeedObject {
  class: string
  name: string
  type?: string
  sid?: string
  values?: Readonly<Record<string, string | readonly Value[] | undefined>>
}

export function seedObject(
  store: Store,
  parent: Entry,
  { class: className, name, type = 'CN', sid, values = {} }: SeedObject,
): Entry {
  const entry = storeNewEntry(store, {
    rdn: { type, value: name },
    parent,
    class: requiredClass(store, className),
    ...(sid !== undefined && { sid }),
  })
  setAttributes(store, entry, values)
  return entry
}

export function seedNamingContext(store: Store, dn: string, className: string, sid?: string): Entry {
  const rdns = parseName(store, dn)
  const [rdn = { type: 'CN', value: dn }] = rdns
  const entry = storeNewEntry(store, {
    rdn,
    head: dn,
    class: requiredClass(store, className),
    ...(sid !== undefined && { sid }),
  })
  store.heads.set(headKey(rdns), entry)
  return entry
}

export function setAttributes(store: Store, entry: Entry, values: SeedObject['values'] = {}): void {
  for (const [name, given] of Object.entries(values)) {
    const attribute = store.schema.attribute(name)
    if (!attribute) throw new TypeError(`Attribute ${name} is not in the schema.`)
    if (given !== undefined) setValues(store, entry, attribute, typeof given === 'string' ? [given] : given)
  }
}

function requiredClass(store: Store, name: string) {
  const found = store.schema.class(name)
  if (!found) throw new TypeError(`Class ${name} is not in the schema.`)
  return found
}
