/**
 * The one group that an account is in without being listed there: the attribute names it by the last part of its SID,
 * `member` and `memberOf` are silent about it (MS-ADA3, primaryGroupID).
 */
import { domainOf } from '../names/identifiers.js'
import { textOf, type Entry } from './entry.js'
import { bySid, type Store } from './store.js'

const attribute = 'primarygroupid'

export const ridOf = (sid: string): string => sid.slice(sid.lastIndexOf('-') + 1)

/** The group of that number in the domain of an account. */
export function groupWithRid(store: Store, account: Entry, rid: string): Entry | undefined {
  if (account.sid === undefined) return undefined
  const group = bySid(store, `${domainOf(account.sid)}-${rid}`)
  return group?.deletion ? undefined : group
}

export function primaryGroupOf(store: Store, account: Entry): Entry | undefined {
  const rid = textOf(account, attribute)
  return rid === undefined ? undefined : groupWithRid(store, account, rid)
}

/** Whether this is the account's primary group, which needs no look at the store. */
export function isPrimaryGroup(group: Entry, account: Entry): boolean {
  const rid = textOf(account, attribute)
  return rid !== undefined && account.sid !== undefined && group.sid === `${domainOf(account.sid)}-${rid}`
}

/** Whether a group is anybody's primary group. */
export function hasPrimaryMembers({ indexes }: Store, group: Entry): boolean {
  if (group.sid === undefined) return false
  for (const account of indexes.find(attribute, ridOf(group.sid))) {
    if (!account.deletion && isPrimaryGroup(group, account)) return true
  }
  return false
}
