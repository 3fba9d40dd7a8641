/**
 * The proof that a listing was read completely.
 *
 * The worst failure of such tools is to treat a truncated read as complete: all members beyond the first page are then
 * removed. Here removals and deletions require a `CompleteRead`, which only `readToEnd` creates; it throws unless a page
 * was marked as the last one by the server.
 */
import type { ErrorCode } from '../errorCodes.js'
import { WritebackError } from '../errors.js'

/** Makes `CompleteRead` nominal: because of the private member, literals and spreads do not satisfy it. */
declare class NominalRead {
  private readonly proof
}

export interface CompleteRead<T> extends NominalRead {
  readonly items: readonly T[]
}

export interface Page<T> {
  items: readonly T[]
  /** True only for the page that the server marked as the last one. */
  last: boolean
}

export interface ReadDescription {
  /** The subject of the read, for the error message: "the members of Sales". */
  what: string
  code: Extract<ErrorCode, 'graphIncomplete' | 'directoryIncomplete'>
}

/**
 * Reads pages up to the last one. Each page is passed to `map` as it arrives, and only the items that `map` returns are
 * kept.
 * @throws WritebackError `graphIncomplete` or `directoryIncomplete` if the pages end before the last one
 */
export async function readToEnd<P, T>(
  pages: AsyncIterable<Page<P>>,
  description: ReadDescription,
  map: (items: readonly P[]) => Promise<readonly T[]> | readonly T[],
): Promise<CompleteRead<T>> {
  const items: T[] = []
  let count = 0
  for await (const page of pages) {
    count++
    for (const item of await map(page.items)) items.push(item)
    if (page.last) return { items } as unknown as CompleteRead<T>
  }
  const where = count === 0 ? 'before the first page' : `after page ${count}, before the last page`
  throw new WritebackError(description.code, `Reading ${description.what} stopped ${where}.`, {
    hint: 'Run again; the incomplete result was discarded.',
  })
}
