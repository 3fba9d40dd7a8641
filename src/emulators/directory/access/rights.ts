/**
 * Who may write what. Three kinds of people are enough here: administrators, who may do everything; accounts to which
 * groups of an OU were delegated; and everybody else who signed in, who may read (MS-ADTS 5.1.3).
 */
import type { ClassType } from '../schema/types.js'
import { isGroup, type Entry } from '../store/entry.js'
import type { Sight } from '../store/resolve.js'

export interface Subject {
  /** Undefined for somebody who has not signed in. */
  account?: Entry
  administrator: boolean
}

export const anonymous: Subject = { administrator: false }

/** By GUIDs, because it is the same for every controller of the domain, and each has objects of its own. */
export interface Access {
  passwords: Map<string, string>
  /** Accounts by the OU in which, and below which, they may create, change and delete groups. */
  delegations: Map<string, Set<string>>
  /** Keys of attributes that may not be read, by the object, and then by the account or group. */
  deniedReads: Map<string, Map<string, Set<string>>>
  /** Objects that inherit no rights from their container. */
  sealed: Set<string>
  /** Accounts that see deleted objects and may bring them back. */
  restorers: Set<string>
  /** Refused passwords in a row after which an account is locked; 0 for never. */
  lockoutThreshold: number
}

export const createAccess = (lockoutThreshold: number): Access => ({
  passwords: new Map(),
  delegations: new Map(),
  deniedReads: new Map(),
  sealed: new Set(),
  restorers: new Set(),
  lockoutThreshold,
})

/** As CreateChild and DeleteChild of groups on an OU and everything below it. */
function isDelegated({ delegations }: Access, { account }: Subject, container: Entry | undefined): boolean {
  for (let at = container; at && account; at = at.parent) {
    if (delegations.get(at.guid)?.has(account.guid)) return true
  }
  return false
}

export const mayCreate = (access: Access, subject: Subject, container: Entry, { name }: ClassType): boolean =>
  subject.administrator || (name === 'group' && isDelegated(access, subject, container))

/** To change or rename it. */
export const mayChange = (access: Access, subject: Subject, entry: Entry): boolean =>
  subject.administrator || (!access.sealed.has(entry.guid) && mayDelete(access, subject, entry))

/** DeleteChild is a right on the container, so that it does not matter what the object inherits (3.1.1.5.5.4). */
export const mayDelete = (access: Access, subject: Subject, entry: Entry): boolean =>
  subject.administrator || (isGroup(entry) && isDelegated(access, subject, entry.parent))

/** Reanimate-Tombstones; where the object comes back to is another question. */
export const mayRestore = ({ restorers }: Access, { administrator, account }: Subject): boolean =>
  administrator || (account !== undefined && restorers.has(account.guid))

/** Whoever may not look into the container of deleted objects does not see what is in it. */
export function sightOf(
  access: Access,
  subject: Subject,
  controls: { showDeleted: boolean; showRecycled: boolean },
): Sight {
  const sees = mayRestore(access, subject)
  return { deleted: sees && controls.showDeleted, recycled: sees && controls.showRecycled }
}
