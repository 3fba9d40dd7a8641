import type { Problem } from '../errors.js'
import type { Plan } from './plan.js'

export type RunStatus = 'inSync' | 'applied' | 'pending' | 'withheld' | 'partial' | 'failed'

/** 0 in sync or applied, 1 error, 2 changes pending, 3 approval needed, 4 some groups failed, 5 bad configuration. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5

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
