/** What one run is asked to do, and what it has found out before it writes. */
import type { Problem } from '../errors.js'
import type { OnEvent } from '../model/event.js'
import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Check } from '../model/report.js'
import type { Limits } from '../model/settings.js'
import type { MadePlan } from '../planner/plan.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { Approved } from './approvals.js'
import type { Observation } from './observe/context.js'
import type { Run } from './report.js'

/** What a run found, and what it wants to be remembered. */
export interface Look extends Observation {
  checks?: Check[]
  /** Ids of the only groups looked at; those are tried even when they failed lately. */
  only?: readonly string[]
  /** What people asked for, recorded once the guard let the plan pass. */
  remember?: (plan: Plan) => Intent
}

export interface RunRequest {
  run: Run
  /** Reads both sides, or the one that is needed. */
  look: () => Promise<Look>
  limits: Limits
  /** For the journal: what wrote, as whom, and by which settings. */
  origin: Origin
  approve?: string
  /** Take the lease from whoever holds it. */
  breakLease?: boolean
  /** Try groups that failed lately as well. */
  full?: boolean
  signal?: AbortSignal
  onEvent: OnEvent
}

export interface Origin {
  directoryAccount: string
  version: string
  configHash: string
}

export interface Planned extends Pick<Look, 'checks' | 'only' | 'remember' | 'memory'> {
  made: MadePlan
  groups: readonly PlannedGroup[]
  approved: Approved
  groupsSeen: number
  problems: Problem[]
}
