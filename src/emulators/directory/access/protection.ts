/**
 * AdminSDHolder protection (MS-ADTS 3.1.1.6.1): once an hour AD gives the groups below and all their members
 * the access list of CN=AdminSDHolder, which inherits nothing from an OU. AD never reverts this: an account
 * that leaves the group stays protected until an administrator restores inheritance.
 */
import { hasClass, isGroup, linkTargets, textOf, type Entry } from '../store/entry.js'
import { setValues, touchEntry, type Store } from '../store/store.js'
import type { Access } from './rights.js'

/** Records a change of an object's rights, which is a change of the object for clients that track changes. */
export function recordRightsChange(store: Store, entry: Entry): void {
  const attribute = store.schema.attribute('nTSecurityDescriptor')
  if (attribute) setValues(store, entry, attribute, [])
  touchEntry(store, entry)
}

/** Protects members that are not protected yet. */
export function protectMembers(store: Store, { blockedInheritance }: Access): void {
  const adminCount = store.schema.attribute('adminCount')
  for (const entry of protectedEntries(store)) {
    if (blockedInheritance.has(entry.guid) && textOf(entry, 'admincount') === '1') continue
    blockedInheritance.add(entry.guid)
    if (adminCount) setValues(store, entry, adminCount, ['1'])
    recordRightsChange(store, entry)
  }
}

/** Returns the protected groups and accounts and their direct and nested members. */
function protectedEntries(store: Store): ReadonlySet<Entry> {
  const found = new Set<Entry>()
  for (const sid of protectedSids(store)) {
    const entry = store.indexes.sids.get(sid)
    if (entry) found.add(entry)
  }
  for (const entry of found) {
    for (const member of linkTargets(entry, 'member'))
      if (isGroup(member) || hasClass(member, 'user')) found.add(member)
  }
  return found
}

/**
 * Protected since Windows Server 2008; Cert Publishers was protected in Windows 2000 only (Appendix C of its
 * security guide).
 */
const protectedRids = {
  /**
   * Administrator, krbtgt, Domain Admins, Domain Controllers, Schema and Enterprise Admins, Read-only Domain
   * Controllers.
   */
  domain: [500, 502, 512, 516, 518, 519, 521],
  /** Administrators, Account, Server, Print and Backup Operators, Replicator. */
  builtin: [544, 548, 549, 550, 551, 552],
} as const

const protectedSids = ({ domainSid }: Store): string[] => [
  ...protectedRids.domain.map((rid) => `${domainSid}-${rid}`),
  ...protectedRids.builtin.map((rid) => `S-1-5-32-${rid}`),
]
