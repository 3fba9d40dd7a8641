/**
 * The primary group of an account, named by its RID in primaryGroupID; `member` and `memberOf` do not list it
 * (MS-ADA3, primaryGroupID).
 */
import { domainSidOf } from '../names/identifiers.js'
import { textOf, type Entry } from './entry.js'
import { findBySid, type Store } from './store.js'

const attribute = 'primarygroupid'

export const ridOf = (sid: string): string => sid.slice(sid.lastIndexOf('-') + 1)

/** Finds the group with this RID in the account's domain. */
export function groupWithRid(store: Store, account: Entry, rid: string): Entry | undefined {
  if (account.sid === undefined) return undefined
  const group = findBySid(store, `${domainSidOf(account.sid)}-${rid}`)
  return group?.deletion ? undefined : group
}

export function primaryGroupOf(store: Store, account: Entry): Entry | undefined {
  const rid = textOf(account, attribute)
  return rid === undefined ? undefined : groupWithRid(store, account, rid)
}

/** True if this is the account's primary group; needs no lookup. */
export function isPrimaryGroup(group: Entry, account: Entry): boolean {
  const rid = textOf(account, attribute)
  return rid !== undefined && account.sid !== undefined && group.sid === `${domainSidOf(account.sid)}-${rid}`
}

/** True if the group is the primary group of any account. */
export function hasPrimaryMembers({ indexes }: Store, group: Entry): boolean {
  if (group.sid === undefined) return false
  for (const account of indexes.find(attribute, ridOf(group.sid))) {
    if (!account.deletion && isPrimaryGroup(group, account)) return true
  }
  return false
}
