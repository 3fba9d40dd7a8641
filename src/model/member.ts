import type { MemberReason } from './reason.js'

export type MemberKind = 'user' | 'group' | 'device' | 'servicePrincipal' | 'contact' | 'other'

/** A direct member of a cloud group, with the keys that can match it on-premises. */
export interface CloudMember {
  id: string
  kind: MemberKind
  displayName?: string
  guest: boolean
  /** onPremisesSecurityIdentifier: the only key that stays the same when the AD object is moved or renamed. */
  sid?: string
}

/** A value of `member`, read with extended DNs. Contacts have no SID. */
export interface DirectoryMember {
  guid: string
  sid?: string
  dn: string
}

/** The kind of an AD object, by its most derived class (a computer is also a user). */
export type DirectoryObjectKind = 'user' | 'computer' | 'group' | 'other'

/** An object of this forest that a SID was resolved to. */
export interface ResolvedMember {
  guid: string
  sid: string
  dn: string
  kind: DirectoryObjectKind
  /** isCriticalSystemObject, or a RID below 1000: a built-in account or group of AD, such as krbtgt. */
  system: boolean
  /** It is a domain-local group, which cannot be a member of a universal group. */
  domainLocal: boolean
}

/**
 * One member of a change: its identity in the cloud, if it is known there, and in AD. A nested group that this run
 * creates has no GUID yet; `group` is its object id.
 */
export interface MemberReference {
  id?: string
  displayName?: string
  group?: string
  guid?: string
  sid?: string
  dn?: string
  /** Its account in AD is disabled, so its removal ends no access. */
  disabled?: true
  /** It joined within the last 24 hours, so its membership was temporary. */
  temporary?: true
  /** The reason why it is no longer a member of the cloud group, if known. */
  cause?: 'softDeleted'
}

/** A member of the cloud group that is not written, with the reason. */
export interface SkippedMember {
  id: string
  displayName?: string
  reason: MemberReason
}
