/** Log of requests and their results, for tests that count requests and for the demo, which shows them. */
import type { Area, EntraRequest } from './messages.js'

export interface LogEntry {
  area: Area
  method: string
  /** Path and query as sent. */
  url: string
  /** HTTP status; 0 if no response was sent. */
  status: number
  requestId: string
  clientRequestId: string
  /** Cost of the request; 0 at the token endpoint and for rejected tokens. */
  resourceUnits: number
  /** Request headers without the token. */
  headers: Readonly<Record<string, string>>
  /** The request body, except at the token endpoint, where it contains a secret. */
  body?: string
  /** The id of an item of a `$batch`; the batch itself has its own entry. */
  batchItem?: string
  /** Time of the response, in milliseconds since 1970. */
  at: number
}

export type EntryFilter = (entry: LogEntry) => boolean

export interface RequestLog {
  readonly entries: readonly LogEntry[]
  /** Number of matching entries; without a filter, number of HTTP requests, a batch being one. */
  count(filter?: EntryFilter): number
  /** Number of HTTP requests to Graph: a batch counts once; its items and sign-ins do not count. */
  countRequests(filter?: EntryFilter): number
  resourceUnits(): number
  clear(): void
}

export interface LogWriter extends RequestLog {
  add(request: EntraRequest, answered: Omit<LogEntry, keyof ReturnType<typeof describeRequest>>): void
}

const isHttpEntry: EntryFilter = (entry) => entry.batchItem === undefined

export function createLog(onAnswer?: (entry: LogEntry) => void): LogWriter {
  const entries: LogEntry[] = []
  return {
    entries,
    count: (filter = isHttpEntry) => entries.filter(filter).length,
    countRequests: (filter = () => true) =>
      entries.filter((entry) => entry.area === 'graph' && isHttpEntry(entry) && filter(entry)).length,
    resourceUnits: () => entries.reduce((sum, entry) => sum + entry.resourceUnits, 0),
    clear() {
      entries.length = 0
    },
    add(request, answered) {
      const entry: LogEntry = { ...describeRequest(request), ...answered }
      entries.push(entry)
      onAnswer?.(entry)
    },
  }
}

function describeRequest({ area, method, url, headers, body, batchItem }: EntraRequest) {
  return {
    area,
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization')),
    ...(body && area === 'graph' && { body }),
    ...(batchItem !== undefined && { batchItem }),
  }
}
