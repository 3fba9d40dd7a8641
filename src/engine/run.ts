/** What one run is, and what a command asks of it. */
import type { Problem } from '../errors.js'
import type { OnEvent } from '../model/event.js'
import type { Intent } from '../model/intent.js'
import type { Origin } from '../model/journal.js'
import type { Plan } from '../model/plan.js'
import type { Check } from '../model/report.js'
import type { Limits } from '../model/settings.js'
import type { MadePlan } from '../planner/plan.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { Approved } from './approvals.js'
import type { Observation } from './observe/context.js'

/** What every command takes. */
export interface RunOptions {
  /** Plan and report; write nothing. */
  dryRun?: boolean
  /** The hash of the plan that a person approved. */
  approve?: string
  /** Take over the lease of another run. */
  breakLease?: boolean
  /** Try every group, also those that failed lately and would wait. */
  full?: boolean
  signal?: AbortSignal
  onEvent?: OnEvent
}

/** What is known of a run from its start. */
export interface RunHead {
  runId: string
  command: string
  /** The container. */
  target: string
  dryRun: boolean
  startedAt: Date
}

export interface Run extends RunHead {
  limits: Limits
  /** For the journal. */
  origin: Origin
  approve?: string
  breakLease: boolean
  full: boolean
  signal?: AbortSignal
  onEvent: OnEvent
}

/** What a command asks of a run. */
export interface Command {
  name: string
  /** Reads both sides, or the one that is needed, and compares. */
  observe(): Promise<Observed>
}

/** Both sides compared: what would have to change, before any limit is looked at. */
export interface Observed extends Observation {
  checks?: Check[]
  /** Ids of the groups that a person named: they are tried even when they failed lately. */
  namedIds?: readonly string[]
  /** What people ask for with this run, recorded once the guard let the plan pass. */
  intentAfter?: (plan: Plan) => Intent
}

/** Observed, planned and guarded; nothing is written yet. */
export interface Planned extends Omit<Observed, 'groups'> {
  made: MadePlan
  groups: readonly PlannedGroup[]
  approved: Approved
  problems: Problem[]
}
