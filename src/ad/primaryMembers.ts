/**
 * Reads the accounts whose primary group is a managed group. AD does not list them in `member` and refuses to add or
 * remove them there: the membership is stored in the account's primaryGroupID, as the RID of the group.
 *
 * primaryGroupID has an index (MS-ADA3 2.120: searchFlags 17), and nearly all accounts have Domain Users there, 513.
 * One search for all accounts whose primary group is not a built-in one therefore finds a few: 2 ms on Samba with
 * 25,000 users, of which it found five. If it finds more than one page (3,000 took 1 s), it is given up, and each
 * page of groups searches its own. A condition `(objectCategory=person)` is not faster and is left out, because
 * computers have a primary group and access through it as well.
 */
import type { Page } from '../model/completeRead.js'
import type { DirectoryMember } from '../model/member.js'
import { ridOf } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import type { SearchRequest } from './ldap/requests.js'
import { identityAttributes, directoryMember, textValues } from './entries.js'
import { and, atLeast, equals, or, type Filter } from './ldap/filter.js'
import { findByValues, findByGuid } from './searchEntries.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

export type PrimaryMembers = (groupSid: string) => readonly DirectoryMember[]

const attributes = [...identityAttributes, 'primaryGroupID']
/** The lowest RID of a group that is not built in. */
const firstRid = '1000'

/** Reads the primary members of all groups that are not built in; returns undefined if they exceed one page. */
export async function readAllPrimaryMembers(
  session: Session,
  domain: string,
): Promise<PrimaryMembers | undefined> {
  const filter = atLeast('primaryGroupID', firstRid)
  const page = await retryRead(session, (connection) =>
    firstPage(connection, { base: domain, scope: 'sub', filter, attributes, slow: true }),
  )
  return page?.last ? byGroup(page.items) : undefined
}

async function firstPage(connection: Connection, request: SearchRequest): Promise<Page<Entry> | undefined> {
  try {
    for await (const page of connection.search(request)) return page
  } catch (error) {
    if (!hasResultCode(error, resultCodes.adminLimitExceeded)) throw error
  }
  return undefined
}

/** Reads the primary members of these groups. */
export async function readPrimaryMembers(
  session: Session,
  domain: string,
  groupSids: readonly string[],
): Promise<PrimaryMembers> {
  const search = { base: domain, scope: 'sub', attributes } as const
  return byGroup(await findByValues(session, groupSids, search, isPrimaryOf))
}

/** Reads those of these objects (GUIDs) that have the group as their primary group. */
export async function findPrimaryMembers(
  session: Session,
  domain: string,
  groupSid: string,
  guids: readonly string[],
): Promise<DirectoryMember[]> {
  const search = { base: domain, scope: 'sub', attributes } as const
  const found = await findByGuid(session, guids, search, (filter) => and(isPrimaryOf([groupSid]), filter))
  return found.map(directoryMember)
}

const isPrimaryOf = (groupSids: readonly string[]): Filter =>
  or(...groupSids.map((sid) => equals('primaryGroupID', String(ridOf(sid)))))

function byGroup(entries: readonly Entry[]): PrimaryMembers {
  const members = new Map<number, DirectoryMember[]>()
  for (const entry of entries) {
    const rid = Number(textValues(entry, 'primaryGroupID')[0])
    const known = members.get(rid)
    if (known) known.push(directoryMember(entry))
    else members.set(rid, [directoryMember(entry)])
  }
  return (groupSid) => members.get(ridOf(groupSid)) ?? []
}
