/** Reads the current members of a group from the controller that is about to write it. */
import { WritebackError } from '../errors.js'
import { dnKey } from '../model/dn.js'
import type { DirectoryMember, MemberReference } from '../model/member.js'
import type { Connection } from './ldap/connection.js'
import { extendedDn } from './ldap/controls.js'
import { readEmptyGroups } from './emptyGroups.js'
import { identityAttributes, identityOf } from './entries.js'
import { readAllEntries } from './searchEntries.js'
import { findPrimaryMembers } from './primaryMembers.js'
import { readMemberLinks } from './ranges.js'
import { retryWrite } from './retryWrite.js'
import type { Session } from './session.js'

export interface MemberChange {
  session: Session
  domain: string
  /** A DN or `<GUID=…>`. */
  group: string
  operation: 'add' | 'delete'
}

/** The membership of references in a group: listed in `member`, or through primaryGroupID. */
export interface CurrentMembership {
  isListed: (member: MemberReference) => boolean
  isPrimary: (member: MemberReference) => boolean
}

/**
 * @throws WritebackError `membersUnreadable` if members are to be removed, the group appears to be empty, and the
 * account may not be permitted to read its members
 */
export async function readCurrentMembership(
  { session, domain, group, operation }: MemberChange,
  members: readonly MemberReference[],
): Promise<CurrentMembership> {
  const { guid, sid, dn, listed } = await retryWrite(session, (connection) => readGroup(connection, group))
  const mustBeReadable = operation === 'delete' && listed.length === 0
  if (mustBeReadable && !(await readEmptyGroups(session, domain, [guid])).has(guid)) {
    throw new WritebackError('membersUnreadable', `The members of ${dn} cannot be read.`, {
      hint: 'Grant the account the right to read the property "member" of this group.',
    })
  }
  const isListed = isMemberOf(listed)
  const others = members.flatMap((member) => (isListed(member) ? [] : (member.guid ?? [])))
  return { isListed, isPrimary: isMemberOf(await findPrimaryMembers(session, domain, sid, others)) }
}

async function readGroup(connection: Connection, group: string) {
  const attributes = [...identityAttributes, 'member']
  const search = { base: group, scope: 'base', attributes, controls: [extendedDn], slow: true } as const
  const [entry] = await readAllEntries(connection, search)
  if (!entry)
    throw new WritebackError('directoryUnexpected', `${group} was not found.`, { hint: 'Run again.' })
  const identified = identityOf(entry)
  return { ...identified, listed: (await readMemberLinks(entry, identified, connection)).items }
}

/** Matches a reference by GUID; a reference without a GUID by DN. */
function isMemberOf(found: readonly DirectoryMember[]): (member: MemberReference) => boolean {
  const guids = new Set(found.map(({ guid }) => guid))
  const names = new Set(found.map(({ dn }) => dnKey(dn)))
  return ({ guid, dn = '' }) => (guid === undefined ? names.has(dnKey(dn)) : guids.has(guid))
}
