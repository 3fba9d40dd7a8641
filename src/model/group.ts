import type { Problem, WritebackError } from '../errors.js'
import type { CompleteRead } from './completeRead.js'
import type { DirectoryMember } from './member.js'

/** Entra ID's four kinds of groups, derived from groupTypes, securityEnabled and mailEnabled. */
export type CloudGroupKind = 'microsoft365' | 'security' | 'mailEnabledSecurity' | 'distribution'

/** The three types that a cloud group can have in AD, named as in Graph's groupWritebackConfiguration. */
export const onPremisesGroupTypes = [
  'universalDistributionGroup',
  'universalSecurityGroup',
  'universalMailEnabledSecurityGroup',
] as const
export type OnPremisesGroupType = (typeof onPremisesGroupTypes)[number]

/** A group in Entra ID, without its members. */
export interface CloudGroup {
  id: string
  displayName: string
  description?: string
  kind: CloudGroupKind
  /** true: AD is its source of authority; false: AD once was; undefined: never synced, or moved to the cloud. */
  syncedFromAd?: boolean
  /** The SID of the AD object it was synced from. */
  onPremisesSid?: string
  mail?: string
  mailNickname?: string
  proxyAddresses: string[]
  /** visibility HiddenMembership: without the permission Member.Read.Hidden Graph returns no members. */
  hiddenMembership: boolean
  /** Set if Graph returned only the id of the group; the other properties are unknown and must not be used. */
  unreadable?: Problem
  /** The rule of a dynamic group. */
  membershipRule?: string
  /** The property writebackConfiguration of Graph beta; read only in scope `entra`. */
  writeback?: { isEnabled?: boolean; onPremisesGroupType?: OnPremisesGroupType }
}

/** A group in AD that carries an anchor. Attribute names are spelled as in the schema; values are strings. */
export interface DirectoryGroup {
  /** The cloud groups that its anchors name; more than one is a conflict for a person to resolve. */
  groupIds: readonly [string, ...string[]]
  guid: string
  sid: string
  dn: string
  attributes: Readonly<Record<string, readonly string[]>>
  members: CompleteRead<DirectoryMember>
  /** Users who have it as their primary group; AD does not list them in `member`. */
  primaryMembers: readonly DirectoryMember[]
  /** The reason why it is a protected object of AD. */
  protection?: Protection
}

/**
 * The reason why AD protects an object. `adminCount`: AD set it because the object is or was in a protected group
 * (MS-ADTS 3.1.1.6.1); the other two are built-in objects of Windows.
 */
export type Protection = 'adminCount' | 'isCriticalSystemObject' | 'wellKnownRid'

/** A group whose members could not be read completely; nothing may be concluded from it. */
export type UnreadDirectoryGroup = Omit<DirectoryGroup, 'members'> & { error: WritebackError }

/** The desired form of a cloud group in AD, without its members. */
export interface DesiredGroup {
  id: string
  displayName: string
  /** The value of cn, not escaped. */
  name: string
  container: string
  dn: string
  type: OnPremisesGroupType
  /** The attributes that are kept in sync; an empty list means that the attribute must not be set. */
  attributes: Readonly<Record<string, readonly string[]>>
  /** The attributes that are set at creation only. */
  atCreation: Readonly<Record<string, readonly string[]>>
  /** Values that AD's schema does not allow. */
  skippedValues: readonly SkippedValue[]
}

/** An attribute value that is not written, with the reason. */
export interface SkippedValue {
  attribute: string
  value: string
  reason: 'tooLong' | 'duplicate'
}
