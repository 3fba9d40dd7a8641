import { createHash } from 'node:crypto'
import type { Change } from '../model/change.js'
import type { GroupPlan, Plan } from '../model/plan.js'
import type { SkippedGroup } from '../model/reason.js'
import { guard, type GuardInput, type PlannedGroup } from './guard.js'

export interface PlanInput extends GuardInput {
  target: string
  skippedGroups: readonly SkippedGroup[]
  /** The hash of the plan that a person approved. */
  approve?: string
}

/** The plan in a fixed order, with what the guard holds back set apart. */
export function makePlan(input: PlanInput): Plan {
  const verdict = guard(input)
  const held = (group: PlannedGroup): boolean => verdict.withheld === 'all' || verdict.withheld.has(group.id)
  const groups = [...input.groups].sort(byId)
  const toApprove = groups.filter((group) => held(group) && group.changes.length > 0)
  const planHash = hashOf(input.target, toApprove.length > 0 ? toApprove : groups)
  const approved = input.approve === planHash
  return {
    target: input.target,
    planHash,
    groups: groups.map((group) => planned(group, held(group) && !approved)),
    skippedGroups: [...input.skippedGroups].sort(byId),
    guard: { checks: verdict.checks, tripped: verdict.tripped },
  }
}

function planned({ membersBefore: _, ...group }: PlannedGroup, held: boolean): GroupPlan {
  if (group.changes.length === 0) return group
  return held
    ? { ...group, status: 'withheld', changes: [], withheld: group.changes }
    : { ...group, status: group.error ? 'failed' : 'pending' }
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)

/**
 * Names exactly these changes: an approval of yesterday's plan is worth nothing for today's. Only what would be written
 * counts, not who is skipped nor how a member is displayed.
 */
export function hashOf(
  target: string,
  groups: ReadonlyArray<{ id: string; changes: readonly Change[] }>,
): string {
  const content = groups
    .filter(({ changes }) => changes.length > 0)
    .map(({ id, changes }) => [id, changes.map(bare)])
  return createHash('sha256')
    .update(JSON.stringify([target, content]))
    .digest('hex')
}

/** A change without what is only there for people, its members in a fixed order. */
export function bare(change: Change): unknown {
  if (!('members' in change)) return change
  const members = change.members.map(({ guid, group, id }) => guid ?? group ?? id).sort()
  return { ...change, members }
}
