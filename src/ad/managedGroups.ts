/** Reads the groups in the container that carry an anchor, with their members, page by page. */
import pMap from 'p-map'
import { toWritebackError } from '../errors.js'
import { splitIntoChunks } from '../util/splitIntoChunks.js'
import { anchorAttributes, anchorOf } from '../model/anchor.js'
import { readToEnd, type CompleteRead } from '../model/completeRead.js'
import type { DirectoryGroup, UnreadDirectoryGroup } from '../model/group.js'
import type { Connection, Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import type { SearchRequest } from './ldap/requests.js'
import { containerError } from './containerErrors.js'
import { extendedDn } from './ldap/controls.js'
import {
  anchoredGroupIds,
  groupAttributeValues,
  groupAttributes,
  identityAttributes,
  identityOf,
} from './entries.js'
import { and, equals, or, startsWith, type Filter } from './ldap/filter.js'
import { concurrentRequests, valuesPerFilter } from './searchEntries.js'
import { isOutage } from './outages.js'
import { readAllPrimaryMembers, readPrimaryMembers, type PrimaryMembers } from './primaryMembers.js'
import { protectionAttributes, protectionOf } from './protection.js'
import { readMemberLinks } from './ranges.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryListing, type ListedEntry } from './retryListing.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

export const groupFilter = equals('objectClass', 'group')

/** Entries have up to 1500 members each, so a page of 100 stays within some tens of megabytes. */
const groupsPerPage = 100

type GroupSelection = 'all' | readonly string[]

/** The domain and the container of the managed groups. */
export interface ManagedContainer {
  domain: string
  container: string
}

export async function readManagedGroups<T>(
  session: Session,
  { domain, container }: ManagedContainer,
  which: GroupSelection,
  map: (groups: ReadonlyArray<DirectoryGroup | UnreadDirectoryGroup>) => Promise<readonly T[]>,
  signal?: AbortSignal,
): Promise<CompleteRead<T>> {
  const all = which === 'all' ? await readAllPrimaryMembers(session, domain) : undefined
  const toGroups = async (listed: readonly ListedEntry[]) => {
    signal?.throwIfAborted()
    const anchored = listed.filter(({ entry }) => anchoredGroupIds(entry).length > 0)
    const sids = anchored.map(({ entry }) => identityOf(entry).sid)
    const primary = all ?? (await readPrimaryMembers(session, domain, sids))
    const toGroup = (one: ListedEntry) => toDirectoryGroup(session, one, primary)
    return map(await pMap(anchored, toGroup, { concurrency: concurrentRequests }))
  }
  const description = { what: `the groups in ${container}`, code: 'directoryIncomplete' } as const
  const listing = (connection: Connection, share: number) => managedPages(connection, container, which, share)
  return readToEnd(retryListing(session, listing), description, toGroups)
}

async function* managedPages(
  connection: Connection,
  container: string,
  which: GroupSelection,
  share: number,
) {
  const valuesAtATime = Math.ceil(valuesPerFilter * share)
  const filters =
    which === 'all' ? [anyAnchorFilter] : [...splitIntoChunks(which, valuesAtATime)].map(anchorFilter)
  if (filters.length === 0) yield { items: [], last: true }
  for (const [index, filter] of filters.entries()) {
    const request: SearchRequest = {
      base: container,
      scope: 'sub',
      filter: and(groupFilter, filter),
      attributes: [...identityAttributes, ...groupAttributes, ...protectionAttributes, 'member'],
      controls: [extendedDn],
      pageSize: Math.ceil(groupsPerPage * share),
      slow: true,
    }
    for await (const { items, last } of searchContainer(connection, request)) {
      yield { items, last: last && index === filters.length - 1 }
    }
  }
}

const anyAnchorFilter = or(...anchorAttributes.map((name) => startsWith(name, anchorOf(''))))

export const anchorFilter = (ids: readonly string[]): Filter =>
  or(...ids.flatMap((id) => anchorAttributes.map((name) => equals(name, anchorOf(id)))))

/** @throws WritebackError `containerMissing` */
async function* searchContainer(connection: Connection, request: SearchRequest) {
  try {
    yield* connection.search(request)
  } catch (error) {
    throw containerError(request.base, error)
  }
}

/** Reads the members of a group. If they cannot be read, the group has an error, and the others are still read. */
async function toDirectoryGroup(
  session: Session,
  { entry, connection }: ListedEntry,
  primaryMembers: PrimaryMembers,
): Promise<DirectoryGroup | UnreadDirectoryGroup> {
  const group = groupWithoutMembers(entry, primaryMembers)
  const read = (current: Connection) =>
    readMemberLinks(current === connection ? entry : undefined, group, current)
  try {
    return { ...group, members: await retryRead(session, read, connection) }
  } catch (error) {
    const failure = toWritebackError(error)
    const isAlone = hasResultCode(error, resultCodes.timeLimitExceeded)
    if ((isOutage(failure) && !isAlone) || failure.code === 'aborted') throw failure
    return { ...group, error: failure }
  }
}

function groupWithoutMembers(entry: Entry, primaryMembers: PrimaryMembers) {
  const { guid, sid, dn } = identityOf(entry)
  const [first, ...others] = anchoredGroupIds(entry)
  const protection = protectionOf(entry, sid)
  return {
    groupIds: [first ?? '', ...others] as const,
    guid,
    sid,
    dn,
    attributes: groupAttributeValues(entry),
    primaryMembers: primaryMembers(sid),
    ...(protection && { protection }),
  }
}
