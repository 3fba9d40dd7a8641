import type { Problem, WritebackError } from '../errors.js'
import type { CompleteRead } from './completeRead.js'
import type { DirectoryMember } from './member.js'

/** Entra's four kinds, told apart by groupTypes, securityEnabled and mailEnabled. */
export type CloudKind = 'microsoft365' | 'security' | 'mailEnabledSecurity' | 'distribution'

/** The three forms a cloud group can take in AD, in the words of Graph's groupWritebackConfiguration. */
export const onPremisesGroupTypes = [
  'universalDistributionGroup',
  'universalSecurityGroup',
  'universalMailEnabledSecurityGroup',
] as const
export type OnPremisesGroupType = (typeof onPremisesGroupTypes)[number]

/** A group as Entra has it, without its members. */
export interface CloudGroup {
  id: string
  displayName: string
  description?: string
  kind: CloudKind
  /** true: mastered in AD; false: was once; undefined: never, or its source of authority was moved to the cloud. */
  syncedFromAd?: boolean
  /** The SID of the AD object it was synced from. */
  onPremisesSid?: string
  mail?: string
  mailNickname?: string
  proxyAddresses: string[]
  /** visibility HiddenMembership: without Member.Read.Hidden the members look like none. */
  hiddenMembership: boolean
  /** Graph shows no more of it than its id: nothing else here is known, and nothing may follow from it. */
  unreadable?: Problem
  /** The rule of a dynamic group. */
  membershipRule?: string
  /** beta's writebackConfiguration; read only in scope `entra`. */
  writeback?: { isEnabled?: boolean; onPremisesGroupType?: OnPremisesGroupType }
}

/** A group in AD that carries an anchor. Attribute names are as the schema spells them; values are strings. */
export interface DirectoryGroup {
  /** The cloud groups its anchors name; more than one is a conflict for a person. */
  groupIds: readonly [string, ...string[]]
  guid: string
  sid: string
  dn: string
  attributes: Readonly<Record<string, readonly string[]>>
  members: CompleteRead<DirectoryMember>
  /** Users whose primary group it is: members that AD does not list in `member`. */
  primaryMembers: readonly DirectoryMember[]
  /** Why it is one of AD's protected objects. */
  protection?: Protection
}

/**
 * `adminCount`: AD stamped it because it is, or was, in a protected group (MS-ADTS 3.1.1.6.1); the others are objects of
 * Windows itself.
 */
export type Protection = 'adminCount' | 'isCriticalSystemObject' | 'wellKnownRid'

/** A group whose members could not be read to the end: nothing can be concluded about it. */
export type UnreadGroup = Omit<DirectoryGroup, 'members'> & { error: WritebackError }

/** What a cloud group should look like in AD, without its members. */
export interface DesiredGroup {
  id: string
  displayName: string
  /** The value of cn, as text (not escaped). */
  name: string
  container: string
  dn: string
  type: OnPremisesGroupType
  /** Every attribute that is kept true; an empty list means: not there. */
  attributes: Readonly<Record<string, readonly string[]>>
  /** Given once, when the object is made, and left alone from then on. */
  atCreation: Readonly<Record<string, readonly string[]>>
  /** Values that AD's schema does not take. */
  skippedValues: readonly SkippedValue[]
}

/** A value of an attribute that is not written, and why. */
export interface SkippedValue {
  attribute: string
  value: string
  reason: 'tooLong' | 'duplicate'
}
