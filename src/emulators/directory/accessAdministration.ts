/**
 * Administrative changes of access rights, which LDAP requests of this directory cannot make; see access/.
 */
import { unknownAttribute } from './errors.js'
import { recordRightsChange, protectMembers } from './access/protection.js'
import type { Directory } from './operations/context.js'
import { resolveEntry } from './store/resolve.js'

/** Changes apply immediately, on every controller. */
export interface AccessAdministration {
  /** Adds a deny entry "read property" of this attribute for an account or a group. */
  denyRead(object: string, account: string, attribute: string): void
  /** Removes that entry. */
  allowRead(object: string, account: string, attribute: string): void
  /**
   * Runs AD's hourly AdminSDHolder task: members of groups like Domain Admins no longer inherit the rights of
   * their OU.
   */
  protectMembers(): void
  /** Makes an object inherit the rights of its OU again; adminCount stays unchanged. */
  restoreInheritance(name: string): void
  /** Grants an account Reanimate-Tombstones and the right to list Deleted Objects. */
  allowRestore(account: string): void
}

export function createAccessAdministration({ store, access }: Directory): AccessAdministration {
  const { deniedReads, blockedInheritance, restorers } = access
  function keysFor(object: string, account: string, attribute: string) {
    const type = store.schema.attribute(attribute)
    if (!type) throw unknownAttribute()
    const entry = resolveEntry(store, object)
    const trustees = deniedReads.get(entry.guid) ?? new Map<string, Set<string>>()
    const { guid } = resolveEntry(store, account)
    return { entry, trustees, guid, key: type.key, keys: trustees.get(guid) ?? new Set<string>() }
  }
  return {
    denyRead(...names) {
      const { entry, trustees, guid, key, keys } = keysFor(...names)
      deniedReads.set(entry.guid, trustees.set(guid, keys.add(key)))
      recordRightsChange(store, entry)
    },
    allowRead(...names) {
      const { entry, trustees, guid, key, keys } = keysFor(...names)
      keys.delete(key)
      if (keys.size === 0) trustees.delete(guid)
      if (trustees.size === 0) deniedReads.delete(entry.guid)
      recordRightsChange(store, entry)
    },
    protectMembers: () => protectMembers(store, access),
    restoreInheritance(name) {
      const entry = resolveEntry(store, name)
      blockedInheritance.delete(entry.guid)
      recordRightsChange(store, entry)
    },
    allowRestore: (account) => void restorers.add(resolveEntry(store, account).guid),
  }
}
