/**
 * Attributes that a subject may not read. The directory treats them as absent: search results omit them
 * without an error, and filters evaluate as if they had no value, `(!(member=*))` included (MS-ADTS
 * 3.1.1.4.3). Samba does the same.
 */
import type { Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'
import type { Access, Subject } from './rights.js'
import { tokenOf } from './token.js'

/** Returns true if this object's attribute, given by its key, is hidden. */
export type HiddenPredicate = (entry: Entry, key: string) => boolean

/**
 * Returns undefined if no attribute is hidden from anybody, so that unrestricted searches have no overhead.
 */
export function hiddenPredicate(
  store: Store,
  { deniedReads }: Access,
  { account }: Subject,
): HiddenPredicate | undefined {
  if (deniedReads.size === 0 || !account) return undefined
  const token = new Set([...tokenOf(store, account)].map(({ guid }) => guid))
  return (entry, key) => {
    for (const [trustee, keys] of deniedReads.get(entry.guid) ?? []) {
      if (keys.has(key) && token.has(trustee)) return true
    }
    return false
  }
}
