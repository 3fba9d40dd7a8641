/**
 * Write permissions (MS-ADTS 5.1.3) for three kinds of subjects: administrators, who may write everything;
 * accounts to which the groups of an OU were delegated; and all other authenticated accounts, which may only
 * read.
 */
import type { ClassType } from '../schema/types.js'
import { isGroup, type Entry } from '../store/entry.js'
import type { DeletedVisibility } from '../store/resolve.js'

export interface Subject {
  /** Undefined before a successful bind. */
  account?: Entry
  administrator: boolean
}

export const anonymous: Subject = { administrator: false }

/**
 * Access rules of the domain. Keyed by GUID, because all controllers share them and each has its own entry
 * objects.
 */
export interface Access {
  passwords: Map<string, string>
  /** Accounts that may create, change and delete groups in an OU and below it, by the GUID of the OU. */
  delegations: Map<string, Set<string>>
  /** Keys of attributes that may not be read, by object, then by account or group. */
  deniedReads: Map<string, Map<string, Set<string>>>
  /** Objects that do not inherit access rights from their container. */
  blockedInheritance: Set<string>
  /** Accounts that may see and restore deleted objects. */
  restorers: Set<string>
  /** Number of consecutive failed binds that locks an account; 0 disables lockout. */
  lockoutThreshold: number
}

export const createAccess = (lockoutThreshold: number): Access => ({
  passwords: new Map(),
  delegations: new Map(),
  deniedReads: new Map(),
  blockedInheritance: new Set(),
  restorers: new Set(),
  lockoutThreshold,
})

/** True for the rights CreateChild and DeleteChild for groups on an OU and everything below it. */
function isDelegated({ delegations }: Access, { account }: Subject, container: Entry | undefined): boolean {
  for (let at = container; at && account; at = at.parent) {
    if (delegations.get(at.guid)?.has(account.guid)) return true
  }
  return false
}

export const mayCreate = (access: Access, subject: Subject, container: Entry, { name }: ClassType): boolean =>
  subject.administrator || (name === 'group' && isDelegated(access, subject, container))

/** Permission to modify or rename an object. */
export const mayChange = (access: Access, subject: Subject, entry: Entry): boolean =>
  subject.administrator || (!access.blockedInheritance.has(entry.guid) && mayDelete(access, subject, entry))

/**
 * DeleteChild is a right on the container, so blocked inheritance on the object does not matter
 * (3.1.1.5.5.4).
 */
export const mayDelete = (access: Access, subject: Subject, entry: Entry): boolean =>
  subject.administrator || (isGroup(entry) && isDelegated(access, subject, entry.parent))

/** Has the right Reanimate-Tombstones; creating the object in its container needs a right of its own. */
export const mayRestore = ({ restorers }: Access, { administrator, account }: Subject): boolean =>
  administrator || (account !== undefined && restorers.has(account.guid))

/** Returns which deleted objects a subject sees; without the right to list Deleted Objects, none. */
export function deletedVisibilityFor(
  access: Access,
  subject: Subject,
  controls: { showDeleted: boolean; showRecycled: boolean },
): DeletedVisibility {
  const sees = mayRestore(access, subject)
  return { deleted: sees && controls.showDeleted, recycled: sees && controls.showRecycled }
}
