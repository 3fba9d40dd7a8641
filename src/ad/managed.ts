/** The groups in the container that carry an anchor, with their members, page by page. */
import pMap from 'p-map'
import { asWritebackError, WritebackError } from '../errors.js'
import { chunked } from '../model/chunked.js'
import { anchorAttributes, anchorOf } from '../model/anchor.js'
import { readToEnd, type CompleteRead } from '../model/completeRead.js'
import { containerProblem } from '../model/directory.js'
import type { DirectoryGroup, UnreadGroup } from '../model/group.js'
import type { Connection, Entry } from './connection.js'
import { answeredWith } from './connectionErrors.js'
import type { SearchRequest } from './connectionRequests.js'
import { extendedDn } from './controls.js'
import {
  anchoredIds,
  attributesOf,
  groupAttributes,
  identityOf,
  isProtected,
  protectionAttributes,
} from './entries.js'
import { and, equals, or, startsWith, type Filter } from './filter.js'
import { readMembers } from './ranges.js'
import { resultCodes } from './resultCodes.js'
import type { Session } from './session.js'

export const identity = ['objectGUID', 'objectSid']
export const isGroup = equals('objectClass', 'group')

/** Entries come with up to 1500 members each: 100 of them stay within some tens of megabytes. */
const groupsPerPage = 100
/** Values of one filter; AD evaluates an OR of indexed equalities one by one. */
export const valuesPerFilter = 200
export const requestsAtATime = 4

export async function readManagedGroups<T>(
  session: Session,
  container: string,
  which: 'all' | readonly string[],
  map: (groups: ReadonlyArray<DirectoryGroup | UnreadGroup>) => Promise<readonly T[]>,
  signal?: AbortSignal,
): Promise<CompleteRead<T>> {
  const connection = await session.connection()
  const toGroups = async (entries: readonly Entry[]) => {
    signal?.throwIfAborted()
    const anchored = entries.filter((entry) => anchoredIds(entry).length > 0)
    return map(await pMap(anchored, (entry) => groupOf(entry, connection), { concurrency: requestsAtATime }))
  }
  const description = { what: `the groups in ${container}`, code: 'directoryIncomplete' } as const
  return readToEnd(managedPages(connection, container, which), description, toGroups)
}

async function* managedPages(connection: Connection, container: string, which: 'all' | readonly string[]) {
  const filters = which === 'all' ? [anyAnchor] : [...chunked(which, valuesPerFilter)].map(anchorsOf)
  if (filters.length === 0) yield { items: [], last: true }
  for (const [index, filter] of filters.entries()) {
    const request: SearchRequest = {
      base: container,
      scope: 'sub',
      filter: and(isGroup, filter),
      attributes: [...identity, ...groupAttributes, ...protectionAttributes, 'member'],
      controls: [extendedDn],
      pageSize: groupsPerPage,
    }
    for await (const { items, last } of inContainer(connection, request)) {
      yield { items, last: last && index === filters.length - 1 }
    }
  }
}

const anyAnchor = or(...anchorAttributes.map((name) => startsWith(name, anchorOf(''))))

export const anchorsOf = (ids: readonly string[]): Filter =>
  or(...ids.flatMap((id) => anchorAttributes.map((name) => equals(name, anchorOf(id)))))

/** @throws WritebackError `containerMissing` */
async function* inContainer(connection: Connection, request: SearchRequest) {
  try {
    yield* connection.search(request)
  } catch (error) {
    throw answeredWith(error, resultCodes.noSuchObject) ? missing(request.base, error) : error
  }
}

function missing(container: string, cause: unknown): WritebackError {
  const problem = containerProblem('missing', container)
  return new WritebackError('containerMissing', problem?.message ?? '', { cause, wayOut: problem?.wayOut })
}

/** A group whose members cannot be read to the end stops only itself. */
async function groupOf(entry: Entry, connection: Connection): Promise<DirectoryGroup | UnreadGroup> {
  const { guid, sid, dn } = identityOf(entry)
  const [first, ...others] = anchoredIds(entry)
  const groupIds = [first ?? '', ...others] as const
  const group = {
    groupIds,
    guid,
    sid,
    dn,
    attributes: attributesOf(entry),
    protected: isProtected(entry, sid),
  }
  try {
    return { ...group, members: await readMembers(entry, guid, connection) }
  } catch (error) {
    const failure = asWritebackError(error)
    if (connection.closed) throw failure
    return { ...group, error: failure }
  }
}
