/**
 * Users whose primary group is one of ours. AD lists them nowhere in `member`, and refuses to add or remove them there:
 * the membership stands in the user's own primaryGroupID, as the last part of the group's SID.
 *
 * primaryGroupID has an index (MS-ADA3 2.120: searchFlags 17), and nearly everybody has Domain Users there, 513. So one
 * search for everybody whose primary group is none of Windows' own finds a few: 2 ms on Samba with 25,000 users, five of
 * whom it found. Where it finds many (3,000 took 1 s) it is given up after the first page, and each page of groups asks
 * for its own. `(objectCategory=person)` beside it is no faster, and is left out: a computer has a primary group as well,
 * and access by it.
 */
import type { Page } from '../model/completeRead.js'
import type { DirectoryMember } from '../model/member.js'
import { ridOf } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { answeredWith } from './ldap/errors.js'
import type { SearchRequest } from './ldap/requests.js'
import { identity, memberOf, textsOf } from './entries.js'
import { and, atLeast, equals, or, type Filter } from './ldap/filter.js'
import { findAll, findByGuid } from './findAll.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

export type PrimaryMembers = (groupSid: string) => readonly DirectoryMember[]

const attributes = [...identity, 'primaryGroupID']
/** The groups of people begin here; below are Windows' own. */
const firstRid = '1000'

/** Of all groups that people made; undefined where there are more than one page holds. */
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
    if (!answeredWith(error, resultCodes.adminLimitExceeded)) throw error
  }
  return undefined
}

/** Of these groups alone. */
export async function readPrimaryMembers(
  session: Session,
  domain: string,
  groupSids: readonly string[],
): Promise<PrimaryMembers> {
  const search = { base: domain, scope: 'sub', attributes } as const
  return byGroup(await findAll(session, groupSids, search, isPrimaryOf))
}

/** Those of these objects (GUIDs) that have the group as their primary one. */
export async function findPrimaryMembers(
  session: Session,
  domain: string,
  groupSid: string,
  guids: readonly string[],
): Promise<DirectoryMember[]> {
  const search = { base: domain, scope: 'sub', attributes } as const
  const found = await findByGuid(session, guids, search, (filter) => and(isPrimaryOf([groupSid]), filter))
  return found.map(memberOf)
}

const isPrimaryOf = (groupSids: readonly string[]): Filter =>
  or(...groupSids.map((sid) => equals('primaryGroupID', String(ridOf(sid)))))

function byGroup(entries: readonly Entry[]): PrimaryMembers {
  const members = new Map<number, DirectoryMember[]>()
  for (const entry of entries) {
    const rid = Number(textsOf(entry, 'primaryGroupID')[0])
    const known = members.get(rid)
    if (known) known.push(memberOf(entry))
    else members.set(rid, [memberOf(entry)])
  }
  return (groupSid) => members.get(ridOf(groupSid)) ?? []
}
