/** Types of a run: its options, its head, and the parts that a command supplies. */
import type { Problem } from '../errors.js'
import type { OnEvent } from '../model/event.js'
import type { Intent } from '../model/intent.js'
import type { RunOrigin } from '../model/journal.js'
import type { Plan } from '../model/plan.js'
import type { Check } from '../model/report.js'
import type { Limits } from '../model/settings.js'
import type { PlanResult } from '../planner/plan.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { ValidApprovals } from './approvals.js'
import type { Observation } from './observe/observation.js'

/** Options of every command. */
export interface RunOptions {
  /** Plan and report; write nothing. */
  dryRun?: boolean
  /** The hash of the plan that a person approved. */
  approve?: string
  /** Take over the lease of another run. */
  breakLease?: boolean
  /** Retry every failed group now, also those whose next retry is not due yet. */
  full?: boolean
  signal?: AbortSignal
  onEvent?: OnEvent
}

/** The facts of a run that are known at its start. */
export interface RunHead {
  runId: string
  command: string
  /** DN of the container. */
  target: string
  dryRun: boolean
  startedAt: Date
}

export interface Run extends RunHead {
  limits: Limits
  /** Recorded in the journal. */
  origin: RunOrigin
  approve?: string
  breakLease: boolean
  full: boolean
  signal?: AbortSignal
  onEvent: OnEvent
}

/** The part of a run that differs from command to command. */
export interface Command {
  name: string
  /** Reads both sides, or the side that the command needs, and compares. */
  observe(): Promise<CommandObservation>
}

/** The observation of a command: the differences of both sides, before the limits are checked. */
export interface CommandObservation extends Observation {
  checks?: Check[]
  /** Ids of the groups that a person named: they are retried now, also if they failed recently. */
  namedIds?: readonly string[]
  /** The intent to record after the guard: groups with withheld changes are left out. */
  intentAfter?: (plan: Plan) => Intent
}

/** A run that is observed, planned and guarded; nothing is written yet. */
export interface PlannedRun extends Omit<CommandObservation, 'groups'> {
  made: PlanResult
  groups: readonly PlannedGroup[]
  approved: ValidApprovals
  problems: Problem[]
}
