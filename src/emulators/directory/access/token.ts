/** Who somebody is: the account and every group that it is in, as Windows puts them into a token (MS-ADTS 5.1.3.4). */
import { primaryGroupOf } from '../store/primaryGroup.js'
import { linkedBack, type Entry } from '../store/entry.js'
import type { Store } from '../store/store.js'

const administrators = 'S-1-5-32-544'

/** The primary group counts, although nothing links to it. */
export function tokenOf(store: Store, account: Entry): ReadonlySet<Entry> {
  const found = new Set<Entry>([account])
  const primary = primaryGroupOf(store, account)
  if (primary) found.add(primary)
  for (const entry of found) for (const group of linkedBack(entry, 'memberof')) found.add(group)
  return found
}

/** Whether an account belongs to Administrators, directly or by other groups. */
export const isAdministrator = (store: Store, account: Entry): boolean =>
  [...tokenOf(store, account)].some(({ sid }) => sid === administrators)
