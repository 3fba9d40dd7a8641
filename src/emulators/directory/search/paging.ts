/** Results that did not fit into one answer, kept for the connection that asked (RFC 2696). */
import { randomBytes } from 'node:crypto'
import type { Entry } from '../store/entry.js'

export interface ResultSet {
  /** What was asked: a cookie continues the same search only. */
  question: string
  entries: Entry[]
  /** Where the next page starts. */
  at: number
}

export interface ResultSets {
  /** Forgets it: a cookie is good for one page, and the next page has another. */
  take(cookie: Buffer): ResultSet | undefined
  keep(results: ResultSet): Buffer
}

/** MaxResultSetsPerConn (MS-ADTS 3.1.1.3.4.6): those that nobody came back for are dropped, the oldest first. */
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
