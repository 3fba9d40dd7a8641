/** Listings of many objects that come to their end even where the way is broken. */
import type { Page } from '../model/completeRead.js'
import { guidText } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { answeredWith } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'
import { startRetry } from './retryRead.js'
import type { Session } from './session.js'

/** An entry, and the connection to ask for the rest of its values. */
export interface Listed {
  entry: Entry
  connection: Connection
}

/**
 * How large requests may be: 1 as usual, ½ where that was too much for the directory's limits, and so on.
 * @throws WritebackError `directoryIncomplete` from the directory where nothing is small enough
 */
export type Listing = (connection: Connection, share: number) => AsyncIterable<Page<Entry>>

const smallestShare = 1 / 256

/**
 * Reads a listing page by page. One that broke in the middle begins anew, on another controller where it has to be: a
 * cookie is good for one connection. No object is given twice, and only a listing that reached its own end has a last
 * page. The entries need their objectGUID.
 */
export async function* retryListing(
  session: Session,
  listing: Listing,
): AsyncGenerator<Page<Listed>, void, undefined> {
  const given = new Set<string>()
  const retry = startRetry(session)
  for (let share = 1; ;) {
    const connection = await retry.connection()
    try {
      for await (const { items, last } of listing(connection, share)) {
        const fresh = items.filter((entry) => isNew(entry, given))
        if (fresh.length > 0) retry.progressed()
        yield { items: fresh.map((entry) => ({ entry, connection })), last }
        if (last) return
      }
      return // without a last page: whoever reads to the end says what is missing
    } catch (error) {
      const isTooMuch = answeredWith(error, resultCodes.adminLimitExceeded) && share > smallestShare
      if (isTooMuch) share /= 2
      else await retry.failed(error, connection.url)
    }
  }
}

function isNew({ attributes }: Entry, given: Set<string>): boolean {
  const [bytes] = attributes.get('objectguid') ?? []
  if (!bytes) return true // whoever reads it says that it is missing
  const guid = guidText(bytes)
  return !given.has(guid) && Boolean(given.add(guid))
}
