/** The local state of a container, as it is reported. */
import type { Problem } from '../errors.js'
import type { Selection } from './intent.js'
import type { RunStatus } from '../exitCodes.js'

/** A group that failed and is retried until it succeeds. */
export interface Trouble {
  id: string
  displayName: string
  problem: Problem
  /** ISO 8601, UTC. */
  since: string
  attempts: number
  /** It is not retried before this time, unless a command names it. ISO 8601, UTC. */
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

/** Members who still have access in AD although they are no longer members in the cloud. */
export interface HeldAccess {
  id: string
  displayName: string
  dn: string
  /** The causes that delay their removal: guard rules, waiting reasons or error codes. */
  heldBy: readonly string[]
  members: ReadonlyArray<{ guid: string; name: string; since: string }>
}

/** The local state of a container; reading it needs no network requests. */
export interface Status {
  target: string
  /** Members who still have access in AD although they are no longer members in the cloud. */
  heldAccess: HeldAccess[]
  /** Undefined before the first `enable` or `disable`: only the configuration applies then. */
  enabled?: boolean
  /** Groups enabled one by one, by object id. */
  selected: Readonly<Record<string, Selection>>
  /** Groups disabled one by one, by object id. */
  disabled: readonly string[]
  troubles: Trouble[]
  lastRun?: LastRun
  /** The holder of the lease: the active run. */
  lease?: LeaseHolder
  /** Damaged state files; their content is missing above. */
  problems: Problem[]
}
