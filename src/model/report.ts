/** The report of a run. */
import type { Problem } from '../errors.js'
import type { ExitCode, RunStatus } from '../exitCodes.js'
import type { Plan } from './plan.js'

export interface Totals {
  /** All groups of the run: those in scope, and those in AD that carry an anchor. */
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
  /** Groups with withheld changes. */
  withheld: number
  /** Groups with changes that wait for evidence. */
  waiting: number
  /** Groups with an error. */
  failed: number
  skippedGroups: number
  skippedMembers: number
}

/** The result of one preflight check. */
export interface Check {
  name: string
  status: 'ok' | 'warning' | 'failed'
  message: string
}

/**
 * The result of a run, returned by the library, the command line and PowerShell alike. In a dry run and a plan the totals
 * count planned changes, otherwise completed ones. `groups` lists the groups with a change, a problem or a skipped
 * member; the others are only counted.
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
  /** Problems of the whole run. */
  problems: Problem[]
  /** The results of the preflight, if one ran. */
  checks?: Check[]
}
