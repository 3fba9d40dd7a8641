/** Reads listings of many objects completely, and restarts them after an outage. */
import type { Page } from '../model/completeRead.js'
import { formatGuid } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'
import { startReadRetry } from './retryRead.js'
import type { Session } from './session.js'

/** An entry, and the connection on which the rest of its values can be read. */
export interface ListedEntry {
  entry: Entry
  connection: Connection
}

/**
 * Starts a listing. `share` scales the size of its requests: 1 at first, ½ if that exceeded the directory's limits,
 * and so on.
 */
export type Listing = (connection: Connection, sizeFactor: number) => AsyncIterable<Page<Entry>>

const smallestShare = 1 / 256

/**
 * Reads a listing page by page. After an outage it restarts from the beginning, if necessary on another controller,
 * because a paging cookie is valid for one connection only. No object is returned twice, and only a listing that was
 * read to its end has a last page. The entries must contain objectGUID.
 * @throws WritebackError `directoryIncomplete` if even the smallest requests exceed the directory's limits
 */
export async function* retryListing(
  session: Session,
  listing: Listing,
): AsyncGenerator<Page<ListedEntry>, void, undefined> {
  const returned = new Set<string>()
  const retry = startReadRetry(session)
  for (let share = 1; ;) {
    const connection = await retry.nextConnection()
    try {
      for await (const { items, last } of listing(connection, share)) {
        const fresh = items.filter((entry) => isNew(entry, returned))
        if (fresh.length > 0) retry.recordProgress()
        yield { items: fresh.map((entry) => ({ entry, connection })), last }
        if (last) return
      }
      return // without a last page: readToEnd reports it
    } catch (error) {
      const isTooMuch = hasResultCode(error, resultCodes.adminLimitExceeded) && share > smallestShare
      if (isTooMuch) share /= 2
      else await retry.handleFailure(error, connection.url)
    }
  }
}

function isNew({ attributes }: Entry, returned: Set<string>): boolean {
  const [bytes] = attributes.get('objectguid') ?? []
  if (!bytes) return true // the missing GUID is reported when the entry is converted
  const guid = formatGuid(bytes)
  return !returned.has(guid) && Boolean(returned.add(guid))
}
