/**
 * Who may do what. Three kinds of people are enough here: administrators, who may do everything; accounts to which groups
 * of an OU were delegated; and everybody else who signed in, who may read (MS-ADTS 5.1.3).
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
  /** Refused passwords in a row after which an account is locked; 0 for never. */
  lockoutThreshold: number
}

/** As CreateChild and DeleteChild of groups on an OU and everything below it. */
function isDelegated({ delegations }: Access, { account }: Subject, container: Entry | undefined): boolean {
  for (let at = container; at && account; at = at.parent) {
    if (delegations.get(at.guid)?.has(account.guid)) return true
  }
  return false
}

export const mayCreate = (access: Access, subject: Subject, container: Entry, { name }: ClassType): boolean =>
  subject.administrator || (name === 'group' && isDelegated(access, subject, container))

/** To change, rename or delete it. */
export const mayChange = (access: Access, subject: Subject, entry: Entry): boolean =>
  subject.administrator || (isGroup(entry) && isDelegated(access, subject, entry.parent))

/** Nobody but administrators may list the container of deleted objects. */
export const sightOf = (
  { administrator }: Subject,
  controls: { showDeleted: boolean; showRecycled: boolean },
): Sight => ({
  deleted: administrator && controls.showDeleted,
  recycled: administrator && controls.showRecycled,
})
