/** What one look at both sides works with. */
import type { Problem } from '../../errors.js'
import type { OnEvent } from '../../model/event.js'
import type { Memory } from '../../model/memory.js'
import type { SkippedGroup } from '../../model/reason.js'
import type { Deprovision, Limits } from '../../model/settings.js'
import type { RecentChanges, RecentLosses } from '../../planner/guard.js'
import type { PlaceContext } from '../../planner/place.js'
import type { PlannedGroup } from '../../planner/plannedGroup.js'
import type { GroupSource, GroupTarget } from '../ports.js'

export interface ObserveRequest extends Omit<PlaceContext, 'facts'> {
  /** Ids of the only groups to read. */
  readIds?: readonly string[]
  /** A person named these groups to have them written. */
  ordered?: boolean
  policy: Deprovision
  limits: Limits
  memory: Memory
  recent: RecentChanges
  /** Members (GUIDs) of these groups who joined in the last 24 hours, by the group's id. */
  readJoined(groups: ReadonlySet<string>): Promise<ReadonlyMap<string, ReadonlySet<string>>>
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
  /** Everything that is managed in AD, whatever this run looked at. */
  managed: { groups: number; members: number }
  sourceEmpty: boolean
  recent: RecentChanges
  /** What is to be remembered, as far as nothing is written; missing where nothing was looked at. */
  memory?: Memory
  /** Worth saying, but no failure. */
  notices: Problem[]
}

/** Members of a group who lost access in the last 24 hours. */
export const lostOf = ({ recent }: Pick<ObserveRequest, 'recent'>, id: string): RecentLosses =>
  recent.losses.get(id) ?? none

const none: RecentLosses = { removed: new Set(), inside: new Set() }
