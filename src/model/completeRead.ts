/**
 * The proof that a listing was read to its end.
 *
 * The worst failure in the field is a short read taken for the truth, after which everybody beyond the first page
 * is removed. Here removals and deletions take a `CompleteRead`, and a `CompleteRead` comes only out of
 * `readToEnd`, which throws unless the last page itself said that it was the last.
 */
import type { ErrorCode } from '../errorCodes.js'
import { WritebackError } from '../errors.js'

/** A private member is what a spread leaves behind: not even out of another proof can one be written by hand. */
declare class Proof {
  private readonly proof
}

export interface CompleteRead<T> extends Proof {
  readonly items: readonly T[]
}

export interface Page<T> {
  items: readonly T[]
  /** Only the page after which the server has nothing more. */
  last: boolean
}

export interface ReadDescription {
  /** What is being read, for the error: "the members of Sales". */
  what: string
  code: Extract<ErrorCode, 'graphIncomplete' | 'directoryIncomplete'>
}

/**
 * Reads pages until one says it is the last; `map` sees each page as it arrives, and only what it returns is kept.
 * @throws WritebackError `graphIncomplete` or `directoryIncomplete` when the pages end before the last one
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
  const where = count === 0 ? 'before the first page' : `after page ${count}, before the end`
  throw new WritebackError(description.code, `Reading ${description.what} stopped ${where}.`, {
    hint: 'Nothing was concluded from it; run again.',
  })
}
