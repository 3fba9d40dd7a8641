import type { Problem } from '../errors.js'
import type { Change } from './change.js'
import type { SkippedValue } from './group.js'
import type { MemberReference, SkippedMember } from './member.js'
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
  /** Changes that wait for proof, which a later run finds. */
  waiting: WaitingChange[]
  skippedMembers: SkippedMember[]
  skippedValues: SkippedValue[]
  error?: Problem
}

/** Why a change waits for a later run: a closed union; docs/errors-and-reasons.md explains each. */
export const waitingReasons = [
  'countDiffers', // Graph's own count of the members differs from the listing
  'ruleChanged', // the rule of a dynamic group changed: its members are still being worked out
] as const
export type WaitingReason = (typeof waitingReasons)[number]

export interface WaitingChange {
  /** Missing where nothing would change, and yet the listing is in doubt. */
  change?: UnprovenChange
  reason: WaitingReason
  /** ISO 8601, UTC. */
  since: string
}

/** It is only told: without a proof it is no change that could be written. */
export type UnprovenChange =
  | { type: 'removeMembers'; guid: string; dn: string; members: MemberReference[] }
  | Extract<Change, { type: 'createGroup' | 'restoreGroup' }>

/** A closed union; docs/guards.md explains each, and every one has a test that fails without it. */
export const guardRules = [
  'groupLossesPercent',
  'groupLossesCount',
  'groupEmptied',
  'groupAdditionsCount',
  'privilegedAdditions',
  'protectedRemovals',
  'typeChanges',
  'lossesPercent',
  'lossesCount',
  'creations',
  'recreations',
  'deletions',
  'renames',
  'moves',
  'adoptions',
  'emptySource',
  'identifiersVanished',
] as const
export type GuardRule = (typeof guardRules)[number]

export interface GuardCheck {
  rule: GuardRule
  actual: number
  limit: number
  /** The object id of the group, where the rule looks at one. */
  group?: string
  /** The groups from this one up to the protected one (DNs), where the rule is about them. */
  path?: readonly string[]
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
