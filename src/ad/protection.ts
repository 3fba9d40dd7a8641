/** Determines which objects are protected, and which groups grant control of the domain. */
import type { Protection } from '../model/group.js'
import { ridOf } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { textValues } from './entries.js'

/**
 * The attributes that mark protected objects (MS-ADTS 3.1.1.6.1: adminCount; MS-ADA1 2.338: isCriticalSystemObject).
 */
export const protectionAttributes = ['adminCount', 'isCriticalSystemObject'] as const

/** Lower RIDs belong to built-in objects; the RID pools for new objects start here. */
const firstOrdinaryRid = 1000

const isTrue = (entry: Entry, name: string): boolean => textValues(entry, name)[0] === 'TRUE'

/** True for built-in accounts and groups of AD, such as krbtgt. */
export const isSystemObject = (entry: Entry, sid: string): boolean =>
  isTrue(entry, 'isCriticalSystemObject') || ridOf(sid) < firstOrdinaryRid

/** The reason why an object is protected. adminCount comes last: it may be outdated and does not prevent adoption. */
export function protectionOf(entry: Entry, sid: string): Protection | undefined {
  if (isTrue(entry, 'isCriticalSystemObject')) return 'isCriticalSystemObject'
  if (ridOf(sid) < firstOrdinaryRid) return 'wellKnownRid'
  return textValues(entry, 'adminCount')[0] === '1' ? 'adminCount' : undefined
}

/**
 * RIDs of the protected groups ("Appendix C: Protected Accounts and Groups in Active Directory"), with Group Policy
 * Creator Owners, whose members create policies for others. AD marks them with adminCount, but the account may not be
 * permitted to read it, and Samba does not set it.
 *
 * Groups that grant no such power are not included: Users, Guests, Remote Desktop Users, Domain Users and others.
 */
const powerfulInDomain: ReadonlySet<number> = new Set([
  512, // Domain Admins
  516, // Domain Controllers
  518, // Schema Admins
  519, // Enterprise Admins
  520, // Group Policy Creator Owners
  521, // Read-only Domain Controllers
  526, // Key Admins
  527, // Enterprise Key Admins
])
const powerfulBuiltin: ReadonlySet<number> = new Set([
  544, // Administrators
  548, // Account Operators
  549, // Server Operators
  550, // Print Operators
  551, // Backup Operators
  552, // Replicator
])

export const isPowerfulGroupSid = (sid: string): boolean =>
  (sid.startsWith('S-1-5-32-') ? powerfulBuiltin : powerfulInDomain).has(ridOf(sid))

/** True if the members of this group, direct or nested, control the domain. */
export const grantsDomainControl = (entry: Entry, sid: string): boolean =>
  isPowerfulGroupSid(sid) || textValues(entry, 'adminCount')[0] === '1'
