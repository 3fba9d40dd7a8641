/**
 * The account and all groups that it belongs to, directly or through nesting, as in a Windows access token
 * (MS-ADTS 5.1.3.4).
 */
import { primaryGroupOf } from '../store/primaryGroup.js'
import { linkSources, type Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'

const administrators = 'S-1-5-32-544'

/** Includes the primary group, although `memberOf` does not list it. */
export function tokenOf(store: Store, account: Entry): ReadonlySet<Entry> {
  const found = new Set<Entry>([account])
  const primary = primaryGroupOf(store, account)
  if (primary) found.add(primary)
  for (const entry of found) for (const group of linkSources(entry, 'memberof')) found.add(group)
  return found
}

/** True for direct and nested members of Administrators. */
export const isAdministrator = (store: Store, account: Entry): boolean =>
  [...tokenOf(store, account)].some(({ sid }) => sid === administrators)
