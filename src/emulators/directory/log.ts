/** What was asked and answered, for tests that count requests and for the demo that shows them. */
import type { Operation } from './protocol/requests.js'

export interface LogEntry {
  /** The connections are numbered as they come. */
  connection: number
  operation: Operation['type']
  /** The DN of whoever asked; empty for somebody who has not signed in. */
  account: string
  /** The object it is about, as it was named. */
  name: string
  /** -1 where no answer was sent. */
  code: number
  text: string
  /** Entries found. */
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
  /** The latest ones. */
  readonly entries: readonly LogEntry[]
  /** All there were, by operation, forgotten entries included. */
  readonly totals: Readonly<Record<string, number>>
  count(filter?: EntryFilter): number
  clear(): void
}

export interface LogWriter extends RequestLog {
  add(entry: LogEntry): void
}

const longest = 10_000

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
      if (entries.length >= 2 * longest) entries = entries.slice(-longest)
      entries.push(entry)
      onAnswer?.(entry)
    },
  }
}

/** What a request names. */
export function nameIn(operation: Operation): string {
  if ('name' in operation) return operation.name
  if ('base' in operation) return operation.base
  return 'oid' in operation ? operation.oid : ''
}
