/** What was asked and answered, for tests that count requests and for the demo that shows them. */
import type { Area, EntraRequest } from './messages.js'

export interface LogEntry {
  area: Area
  method: string
  /** Path and query as they were sent. */
  url: string
  /** 0 where no answer was sent. */
  status: number
  requestId: string
  clientRequestId: string
  /** Graph's price of the request; 0 at the token endpoint and for refused sign-ins. */
  resourceUnits: number
  /** As they came in, without the token. */
  headers: Readonly<Record<string, string>>
  /** What was sent along, except to the token endpoint, where it is a secret. */
  body?: string
  /** The item's id where the request came inside a `$batch`; the batch itself is an entry of its own. */
  batchItem?: string
  /** Milliseconds since 1970, when it was answered. */
  at: number
}

export type EntryFilter = (entry: LogEntry) => boolean

export interface RequestLog {
  readonly entries: readonly LogEntry[]
  /** How many entries match; without a filter: how many requests came over the wire, a batch being one. */
  count(filter?: EntryFilter): number
  /** What went over the wire to Graph: a batch counts once, its items and signing in do not. */
  countRequests(filter?: EntryFilter): number
  resourceUnits(): number
  clear(): void
}

export interface LogWriter extends RequestLog {
  add(request: EntraRequest, answered: Omit<LogEntry, keyof ReturnType<typeof described>>): void
}

const overTheWire: EntryFilter = (entry) => entry.batchItem === undefined

export function createLog(onAnswer?: (entry: LogEntry) => void): LogWriter {
  const entries: LogEntry[] = []
  return {
    entries,
    count: (filter = overTheWire) => entries.filter(filter).length,
    countRequests: (filter = () => true) =>
      entries.filter((entry) => entry.area === 'graph' && overTheWire(entry) && filter(entry)).length,
    resourceUnits: () => entries.reduce((sum, entry) => sum + entry.resourceUnits, 0),
    clear() {
      entries.length = 0
    },
    add(request, answered) {
      const entry: LogEntry = { ...described(request), ...answered }
      entries.push(entry)
      onAnswer?.(entry)
    },
  }
}

function described({ area, method, url, headers, body, batchItem }: EntraRequest) {
  return {
    area,
    method,
    url,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'authorization')),
    ...(body && area === 'graph' && { body }),
    ...(batchItem !== undefined && { batchItem }),
  }
}
