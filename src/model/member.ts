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

/** An object of this forest that a SID was resolved to. */
export interface ResolvedMember {
  guid: string
  sid: string
  dn: string
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
}

/** A member of the cloud group that is not written, and why. */
export interface SkippedMember {
  id: string
  displayName?: string
  reason: MemberReason
}
