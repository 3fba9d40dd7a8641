/** The input and the result of an observation of both sides. */
import type { Problem } from '../../errors.js'
import type { OnEvent } from '../../model/event.js'
import type { Memory } from '../../model/memory.js'
import type { SkippedGroup } from '../../model/reason.js'
import type { Deprovision, Limits } from '../../model/settings.js'
import type { RecentChanges, RecentLosses } from '../../planner/guard.js'
import type { SelectionContext } from '../../planner/selectAndTransform.js'
import type { PlannedGroup } from '../../planner/plannedGroup.js'
import type { GroupSource, GroupTarget } from '../ports.js'

export interface ObserveRequest extends Omit<SelectionContext, 'facts'> {
  /** Ids of the groups to read; all groups in scope if missing. */
  readIds?: readonly string[]
  /** A person named these groups to have them written. */
  ordered?: boolean
  policy: Deprovision
  limits: Limits
  memory: Memory
  recent: RecentChanges
  /** Reads which members (GUIDs) of these groups joined in the last 24 hours, by group id. */
  readJoinedMembers(groups: ReadonlySet<string>): Promise<ReadonlyMap<string, ReadonlySet<string>>>
  now: Date
  signal?: AbortSignal
  onEvent: OnEvent
}

export interface ObserveContext extends ObserveRequest {
  source: GroupSource
  target: GroupTarget
}

export interface Observation {
  groups: PlannedGroup[]
  skippedGroups: SkippedGroup[]
  /** The number of all managed groups and members in AD, also if this run read only some. */
  managed: { groups: number; members: number }
  sourceEmpty: boolean
  recent: RecentChanges
  /** The memory with everything that was learned by reading; missing if nothing was read. */
  memory?: Memory
  /** Problems that are reported; not every one fails the run. */
  notices: Problem[]
}

/** The members of a group who lost access in the last 24 hours. */
export const recentLossesOf = ({ recent }: Pick<ObserveRequest, 'recent'>, id: string): RecentLosses =>
  recent.losses.get(id) ?? noLosses

const noLosses: RecentLosses = { removed: new Set(), withoutAccess: new Set() }
