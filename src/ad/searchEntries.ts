/** Searches entries by many values, with many values per request, and retries like other reads. */
import pMap from 'p-map'
import { splitIntoChunks } from '../util/splitIntoChunks.js'
import { parseGuid } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { maxPageSize } from './ldap/operations.js'
import { hasResultCode } from './ldap/errors.js'
import type { SearchRequest } from './ldap/requests.js'
import { equals, or, type Filter } from './ldap/filter.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

/** The number of values in one filter; AD evaluates an OR of indexed equalities one by one. */
export const valuesPerFilter = 200
export const concurrentRequests = 4

type Search = Omit<SearchRequest, 'filter'>

/** Reads all entries, with the largest page size that the directory's limits permit. */
export async function readAllEntries(connection: Connection, request: SearchRequest): Promise<Entry[]> {
  const { pageSize = maxPageSize } = request
  try {
    return await collectPages(connection, request)
  } catch (error) {
    if (!exceedsLimits(error) || pageSize === 1 || request.scope === 'base') throw error
    return readAllEntries(connection, { ...request, pageSize: Math.ceil(pageSize / 2) })
  }
}

async function collectPages(connection: Connection, request: SearchRequest): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const { items } of connection.search(request)) entries.push(...items)
  return entries
}

const exceedsLimits = (error: unknown): boolean => hasResultCode(error, resultCodes.adminLimitExceeded)

/** Reads all entries; returns none if the search base does not exist. */
export async function readEntriesIfPresent(connection: Connection, request: SearchRequest): Promise<Entry[]> {
  try {
    return await readAllEntries(connection, request)
  } catch (error) {
    if (!hasResultCode(error, resultCodes.noSuchObject)) throw error
    return []
  }
}

/** Reads all entries that match one of the values. `filterOf` builds the filter for some of them. */
export async function findByValues<V>(
  session: Session,
  values: readonly V[],
  search: Search,
  filterOf: (values: readonly V[]) => Filter,
): Promise<Entry[]> {
  const find = async (some: readonly V[]): Promise<Entry[]> => {
    const pageSize = Math.ceil((maxPageSize * some.length) / valuesPerFilter)
    try {
      return await retryRead(session, (connection) =>
        collectPages(connection, { ...search, filter: filterOf(some), pageSize }),
      )
    } catch (error) {
      if (!exceedsLimits(error) || some.length === 1) throw error
      // The request exceeded the directory's limits: split it.
      const middle = Math.ceil(some.length / 2)
      return [...(await find(some.slice(0, middle))), ...(await find(some.slice(middle)))]
    }
  }
  return (
    await pMap(splitIntoChunks(values, valuesPerFilter), find, { concurrency: concurrentRequests })
  ).flat()
}

/**
 * Reads the objects with these GUIDs anywhere in the domain. `also` adds a condition to each filter.
 *
 * Measured on Samba with 25,000 users, 5,000 of them looked up: filters of 200 GUIDs took 0.8 s with 25 requests; one
 * base search of `<GUID=…>` per object took 0.55 s with 5,000 requests, 16 of them in flight. With network latency
 * the filters are faster; AD has an index on objectGUID (MS-ADA3 2.44).
 */
export const findByGuid = (
  session: Session,
  guids: readonly string[],
  search: Search,
  also: (filter: Filter) => Filter = (filter) => filter,
): Promise<Entry[]> =>
  findByValues(session, [...new Set(guids)], search, (some) =>
    also(or(...some.map((guid) => equals('objectGUID', parseGuid(guid))))),
  )
