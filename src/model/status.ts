import type { Problem } from '../errors.js'
import type { Selection } from './intent.js'
import type { RunStatus } from '../exitCodes.js'

/** A group that failed, until it heals. */
export interface Trouble {
  id: string
  displayName: string
  problem: Problem
  /** ISO 8601, UTC. */
  since: string
  attempts: number
  /** Not before this time, unless the group is named. ISO 8601, UTC. */
  nextTry: string
}

export interface LastRun {
  runId: string
  command: string
  startedAt: string
  status: RunStatus
  planHash: string
}

export interface LeaseHolder {
  runId: string
  command: string
  host: string
  /** The account on that machine; missing in leases of earlier versions. */
  account?: string
  pid: number
  /** ISO 8601, UTC. */
  since: string
}

/** Members who still have access in AD though the cloud says no, and what holds their removal back. */
export interface HeldAccess {
  id: string
  displayName: string
  dn: string
  /** Guard rules, reasons why a change waits, or an error code. */
  heldBy: readonly string[]
  members: ReadonlyArray<{ guid: string; name: string; since: string }>
}

/** What is remembered about a container; nobody is asked for it. */
export interface Status {
  target: string
  /** Who still has access in AD though the cloud says no. */
  heldAccess: HeldAccess[]
  /** Undefined until somebody enabled or disabled it: then the configuration alone speaks. */
  enabled?: boolean
  /** Groups enabled one by one, by object id. */
  selected: Readonly<Record<string, Selection>>
  /** Groups disabled by name. */
  disabled: readonly string[]
  troubles: Trouble[]
  lastRun?: LastRun
  /** The run that is going on. */
  lease?: LeaseHolder
  /** Files that are damaged: what they held is missing above. */
  problems: Problem[]
}
