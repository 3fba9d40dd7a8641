import type { Change } from '../model/change.js'
import type { GroupPlan, GuardCheck, GuardRule } from '../model/plan.js'
import type { Limits } from '../model/settings.js'

/** A planned group with the size it has in AD now. */
export interface PlannedGroup extends GroupPlan {
  membersBefore: number
}

export interface GuardInput {
  groups: readonly PlannedGroup[]
  /** What is in AD now: groups with an anchor and their memberships. */
  managed: { groups: number; members: number }
  /** The cloud named no group at all. */
  sourceEmpty: boolean
  limits: Limits
}

export interface Verdict {
  checks: GuardCheck[]
  tripped: GuardCheck[]
  /** Ids of the groups to hold back, or everything. */
  withheld: ReadonlySet<string> | 'all'
}

/**
 * Counts members, not only groups, on the first run and on adopted objects too. A group that trips is held back alone;
 * the overall rules then look at what would still be written, and hold back the whole run.
 */
export function guard({ groups, managed, sourceEmpty, limits }: GuardInput): Verdict {
  const perGroup = groups.flatMap((group) => groupChecks(group, limits))
  const trippedGroups = perGroup.filter(trips)
  const withheld = new Set(trippedGroups.map((check) => check.group))
  const rest = groups.filter((group) => !withheld.has(group.id))
  const overall = overallChecks(rest, managed, sourceEmpty, limits)
  const trippedOverall = overall.filter(trips)
  return {
    checks: [...perGroup, ...overall],
    tripped: [...trippedGroups, ...trippedOverall],
    withheld: trippedOverall.length > 0 ? 'all' : withheld,
  }
}

const trips = ({ actual, limit }: GuardCheck): boolean => actual > limit

/** A whole percentage would let 30.4 % pass a limit of 30: one decimal, rounded up. */
const percent = (part: number, whole: number): number => Math.ceil((part * 1000) / whole) / 10

function groupChecks(group: PlannedGroup, limits: Limits): Array<GuardCheck & { group: string }> {
  const removals = count(group.changes, 'removeMembers')
  const additions = count(group.changes, 'addMembers')
  const before = group.membersBefore
  const { groupRemovals, groupAdditions } = limits
  const check = (rule: GuardRule, actual: number, limit: number) => ({ rule, actual, limit, group: group.id })
  return [
    ...(removals > 0 && before >= groupRemovals.from
      ? [
          check('groupRemovalsPercent', percent(removals, before), groupRemovals.percent),
          check('groupRemovalsCount', removals, groupRemovals.count),
        ]
      : []),
    ...(additions > 0 ? [check('groupAdditionsCount', additions, groupAdditions.count)] : []),
  ]
}

function overallChecks(
  groups: readonly PlannedGroup[],
  managed: GuardInput['managed'],
  sourceEmpty: boolean,
  limits: Limits,
): GuardCheck[] {
  const changes = groups.flatMap((group) => group.changes)
  const removals = count(changes, 'removeMembers')
  const deletions = changes.filter((change) => change.type === 'deleteGroup').length
  return [
    ...(removals > 0 && managed.members >= limits.removals.from
      ? [check('removalsPercent', percent(removals, managed.members), limits.removals.percent)]
      : []),
    ...(deletions > 0 && managed.groups >= limits.deletions.from
      ? [check('deletionsPercent', percent(deletions, managed.groups), limits.deletions.percent)]
      : []),
    ...(sourceEmpty && removals + deletions > 0 ? [check('emptySource', removals + deletions, 0)] : []),
  ]
}

const check = (rule: GuardRule, actual: number, limit: number): GuardCheck => ({ rule, actual, limit })

function count(changes: readonly Change[], type: 'addMembers' | 'removeMembers'): number {
  return changes.reduce((sum, change) => sum + (change.type === type ? change.members.length : 0), 0)
}
