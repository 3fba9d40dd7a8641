/** Which objects are AD's own, and which groups give power over the domain. */
import type { Protection } from '../model/group.js'
import { ridOf } from './identifiers.js'
import type { Entry } from './ldap/connection.js'
import { textsOf } from './entries.js'

/** Read to find protected objects (MS-ADTS 3.1.1.6.1: adminCount; MS-ADA1 2.338: isCriticalSystemObject). */
export const protectionAttributes = ['adminCount', 'isCriticalSystemObject'] as const

/** Below it are Windows' own; the RIDs of what people make come out of pools that begin there. */
const firstOrdinaryRid = 1000

const isTrue = (entry: Entry, name: string): boolean => textsOf(entry, name)[0] === 'TRUE'

/** One of AD's own accounts and groups, such as krbtgt. */
export const isSystemObject = (entry: Entry, sid: string): boolean =>
  isTrue(entry, 'isCriticalSystemObject') || ridOf(sid) < firstOrdinaryRid

/** An object of Windows itself first: a stamp may be an old one, and does not keep it from being ours. */
export function protectionOf(entry: Entry, sid: string): Protection | undefined {
  if (isTrue(entry, 'isCriticalSystemObject')) return 'isCriticalSystemObject'
  if (ridOf(sid) < firstOrdinaryRid) return 'wellKnownRid'
  return textsOf(entry, 'adminCount')[0] === '1' ? 'adminCount' : undefined
}

/**
 * The protected groups of Windows, by the last part of their SID ("Appendix C: Protected Accounts and Groups in Active
 * Directory"), with Group Policy Creator Owners, whose members make policies for others. AD stamps them with adminCount,
 * but an account may not be allowed to read that, and Samba stamps none.
 *
 * Not among them are the groups that give no such power: Users, Guests, Remote Desktop Users, Domain Users and others.
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

export const isPowerfulSid = (sid: string): boolean =>
  (sid.startsWith('S-1-5-32-') ? powerfulBuiltin : powerfulInDomain).has(ridOf(sid))

/** Whoever is in this group, or in a group in it, has power over the domain. */
export const isPowerful = (entry: Entry, sid: string): boolean =>
  isPowerfulSid(sid) || textsOf(entry, 'adminCount')[0] === '1'
