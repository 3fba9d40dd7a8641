/** Remaining results of paged searches, kept per connection (RFC 2696). */
import { randomBytes } from 'node:crypto'
import type { Entry } from '../store/entry.js'

export interface ResultSet {
  /** The search; a cookie is valid only for the same one. */
  searchKey: string
  entries: Entry[]
  /** Index of the next result. */
  at: number
}

export interface ResultSets {
  /** Returns and removes a result set: every cookie is valid for one page. */
  take(cookie: Buffer): ResultSet | undefined
  keep(results: ResultSet): Buffer
}

/** MaxResultSetsPerConn (MS-ADTS 3.1.1.3.4.6): beyond this number the oldest result sets are dropped. */
const maxResultSets = 10

export function createResultSets(): ResultSets {
  const kept = new Map<string, ResultSet>()
  return {
    take(cookie) {
      const key = cookie.toString('hex')
      const results = kept.get(key)
      kept.delete(key)
      return results
    },
    keep(results) {
      const cookie = randomBytes(16)
      kept.set(cookie.toString('hex'), results)
      for (const oldest of kept.keys()) {
        if (kept.size <= maxResultSets) break
        kept.delete(oldest)
      }
      return cookie
    },
  }
}
