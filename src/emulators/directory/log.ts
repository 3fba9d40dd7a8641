/** Log of requests and their results, for tests that count requests and for the demo, which shows them. */
import type { Operation } from './protocol/requests.js'

export interface LogEntry {
  /** Connections are numbered in the order of arrival. */
  connection: number
  operation: Operation['type']
  /** DN of the account; empty before a successful bind. */
  account: string
  /** The object's name as given in the request. */
  name: string
  /** Result code; -1 if no response was sent. */
  code: number
  text: string
  /** Number of entries found. */
  entries: number
  /** Object identifiers of the controls. */
  controls: readonly string[]
  secure: boolean
  milliseconds: number
  /** Milliseconds since 1970. */
  at: number
}

export type EntryFilter = (entry: LogEntry) => boolean

export interface RequestLog {
  /** The latest entries; older ones are dropped. */
  readonly entries: readonly LogEntry[]
  /** Number of all requests by operation, dropped entries included. */
  readonly totals: Readonly<Record<string, number>>
  count(filter?: EntryFilter): number
  clear(): void
}

export interface LogWriter extends RequestLog {
  add(entry: LogEntry): void
}

const maxEntries = 10_000

export function createLog(onAnswer?: (entry: LogEntry) => void): LogWriter {
  let entries: LogEntry[] = []
  let totals: Record<string, number> = {}
  return {
    get entries() {
      return entries
    },
    get totals() {
      return totals
    },
    count: (filter = () => true) => entries.filter(filter).length,
    clear() {
      entries = []
      totals = {}
    },
    add(entry) {
      totals[entry.operation] = (totals[entry.operation] ?? 0) + 1
      if (entries.length >= 2 * maxEntries) entries = entries.slice(-maxEntries)
      entries.push(entry)
      onAnswer?.(entry)
    },
  }
}

/** Returns the object's name, or the OID of an extended request. */
export function requestName(operation: Operation): string {
  if ('name' in operation) return operation.name
  if ('base' in operation) return operation.base
  return 'oid' in operation ? operation.oid : ''
}
