import type { Problem } from '../errors.js'
import type { Change } from './change.js'
import type { SkippedMember } from './member.js'
import type { SkippedGroup } from './reason.js'

export type GroupStatus = 'inSync' | 'pending' | 'applied' | 'withheld' | 'partial' | 'failed'

/** One group of a plan or a report: what happens to it, what is held back, who is left out and why. */
export interface GroupPlan {
  id: string
  displayName: string
  /** Where it is in AD, or will be. */
  dn: string
  status: GroupStatus
  changes: Change[]
  /** Changes that a guard holds back until they are approved. */
  withheld: Change[]
  skippedMembers: SkippedMember[]
  error?: Problem
}

export const guardRules = [
  'groupRemovalsPercent',
  'groupRemovalsCount',
  'groupAdditionsCount',
  'removalsPercent',
  'deletionsPercent',
  'emptySource',
] as const
export type GuardRule = (typeof guardRules)[number]

export interface GuardCheck {
  rule: GuardRule
  actual: number
  limit: number
  /** The object id of the group, where the rule looks at one. */
  group?: string
}

/** What a run would do: printable, ordered data, which `applyPlan` takes back. */
export interface Plan {
  /** The container the plan is for; `applyPlan` refuses another one's. */
  target: string
  /** What an approval names: the changes that are held back or, where none are, all changes. */
  planHash: string
  groups: GroupPlan[]
  skippedGroups: SkippedGroup[]
  guard: { checks: GuardCheck[]; tripped: GuardCheck[] }
}
