import type { Problem } from '../errors.js'
import type { ExitCode, RunStatus } from '../exitCodes.js'
import type { Plan } from './plan.js'

export interface Totals {
  /** Groups looked at: those in scope and those in AD that carry an anchor. */
  groups: number
  created: number
  /** Objects taken over. */
  adopted: number
  /** Deleted objects brought back. */
  restored: number
  updated: number
  renamed: number
  moved: number
  deleted: number
  membersAdded: number
  membersRemoved: number
  /** Groups with something held back. */
  withheld: number
  /** Groups with something that waits for proof. */
  waiting: number
  /** Groups with an error. */
  failed: number
  skippedGroups: number
  skippedMembers: number
}

/** One line of the preflight. */
export interface Check {
  name: string
  status: 'ok' | 'warning' | 'failed'
  message: string
}

/**
 * What every door returns. In a dry run and a plan the totals say what would be done, otherwise what was done.
 * `groups` lists those with a change, a problem or a skipped member; the rest are only counted.
 */
export interface Report extends Plan {
  runId: string
  command: string
  dryRun: boolean
  /** ISO 8601, UTC. */
  startedAt: string
  durationMs: number
  status: RunStatus
  exitCode: ExitCode
  totals: Totals
  cost: { graphRequests: number; directoryRequests: number; peakMemoryBytes: number }
  /** What concerns the whole run. */
  problems: Problem[]
  /** The preflight's findings; only where one ran. */
  checks?: Check[]
}
