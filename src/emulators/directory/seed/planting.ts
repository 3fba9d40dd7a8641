/** Creates the initial objects of a directory, without any checks. */
import type { Entry, Value } from '../store/entry.js'
import { insert, setValues, type Store } from '../store/store.js'
import { headKey, readName } from '../store/resolve.js'

export interface Plant {
  class: string
  name: string
  type?: string
  sid?: string
  values?: Readonly<Record<string, string | readonly Value[] | undefined>>
}

export function plant(
  store: Store,
  parent: Entry,
  { class: className, name, type = 'CN', sid, values = {} }: Plant,
): Entry {
  const entry = insert(store, {
    rdn: { type, value: name },
    parent,
    class: classIn(store, className),
    ...(sid !== undefined && { sid }),
  })
  setAll(store, entry, values)
  return entry
}

export function plantHead(store: Store, dn: string, className: string, sid?: string): Entry {
  const rdns = readName(store, dn)
  const [rdn = { type: 'CN', value: dn }] = rdns
  const entry = insert(store, {
    rdn,
    head: dn,
    class: classIn(store, className),
    ...(sid !== undefined && { sid }),
  })
  store.heads.set(headKey(rdns), entry)
  return entry
}

export function setAll(store: Store, entry: Entry, values: Plant['values'] = {}): void {
  for (const [name, given] of Object.entries(values)) {
    const attribute = store.schema.attribute(name)
    if (!attribute) throw new TypeError(`Attribute ${name} is not in the schema.`)
    if (given !== undefined) setValues(store, entry, attribute, typeof given === 'string' ? [given] : given)
  }
}

function classIn(store: Store, name: string) {
  const found = store.schema.class(name)
  if (!found) throw new TypeError(`Class ${name} is not in the schema.`)
  return found
}
