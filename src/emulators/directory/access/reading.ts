/**
 * Attributes that somebody may not read. For them the attribute does not exist: the object is given without it, without a
 * word, and filters find what they find where there is no value, `(!(member=*))` included (MS-ADTS 3.1.1.4.3). Samba
 * does the same.
 */
import type { Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'
import type { Access, Subject } from './rights.js'
import { tokenOf } from './token.js'

/** Whether this attribute, by its key, is hidden on this object. */
export type Hides = (entry: Entry, key: string) => boolean

/** Undefined where nothing is hidden from anybody, which is what costs nothing. */
export function hidesFor(store: Store, { deniedReads }: Access, { account }: Subject): Hides | undefined {
  if (deniedReads.size === 0 || !account) return undefined
  const token = new Set([...tokenOf(store, account)].map(({ guid }) => guid))
  return (entry, key) => {
    for (const [trustee, keys] of deniedReads.get(entry.guid) ?? []) {
      if (keys.has(key) && token.has(trustee)) return true
    }
    return false
  }
}
