import type { MemberReason } from './reason.js'

export type MemberKind = 'user' | 'group' | 'device' | 'servicePrincipal' | 'contact' | 'other'

/** A direct member of a cloud group, with what can match it on-premises. */
export interface CloudMember {
  id: string
  kind: MemberKind
  displayName?: string
  guest: boolean
  /** onPremisesSecurityIdentifier: the only key that survives moves and renames in AD. */
  sid?: string
}

/** A value of `member` as AD returns it with extended DNs. Contacts have no SID. */
export interface DirectoryMember {
  guid: string
  sid?: string
  dn: string
}

/** What an object in AD is, by its most derived class (a computer is a user too). */
export type ObjectKind = 'user' | 'computer' | 'group' | 'other'

/** An object of this forest that a SID was resolved to. */
export interface ResolvedMember {
  guid: string
  sid: string
  dn: string
  kind: ObjectKind
  /** isCriticalSystemObject, or a RID below 1000: one of AD's own accounts and groups, such as krbtgt. */
  system: boolean
  /** A universal group cannot hold a domain-local one. */
  domainLocal: boolean
}

/**
 * One member in a change: who it is in the cloud (where it came from there) and in AD.
 * A nested group that this very run creates has no GUID yet; `group` names it until then.
 */
export interface MemberReference {
  id?: string
  displayName?: string
  group?: string
  guid?: string
  sid?: string
  dn?: string
  /** Its account in AD is disabled: no access is lost with its membership. */
  disabled?: true
  /** It joined within the last 24 hours: its membership was one for some hours. */
  temporary?: true
  /** Why it is no member of the cloud group any more, where that is known. */
  cause?: 'softDeleted'
}

/** A member of the cloud group that is not written, and why. */
export interface SkippedMember {
  id: string
  displayName?: string
  reason: MemberReason
}
