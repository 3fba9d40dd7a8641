/** The plan of a run: its groups with their changes, waiting and withheld ones included, and the guard's checks. */
import type { Problem } from '../errors.js'
import type { Change } from './change.js'
import type { SkippedValue } from './group.js'
import type { MemberReference, SkippedMember } from './member.js'
import type { SkippedGroup } from './reason.js'

export type GroupStatus = 'inSync' | 'pending' | 'applied' | 'withheld' | 'partial' | 'failed'

/** One group of a plan or a report: its changes, and what is withheld, waiting or skipped. */
export interface GroupPlan {
  id: string
  displayName: string
  /** The current or future DN of its object in AD. */
  dn: string
  status: GroupStatus
  changes: Change[]
  /** Changes that a guard withholds until they are approved. */
  withheld: Change[]
  /** Changes that wait for evidence from a later run. */
  waiting: WaitingChange[]
  skippedMembers: SkippedMember[]
  skippedValues: SkippedValue[]
  error?: Problem
}

/** The reasons why a change waits for a later run: a closed union, explained in docs/errors-and-reasons.md. */
export const waitingReasons = [
  'countDiffers', // Graph's count of the members differs from the listing
  'ruleChanged', // the rule of a dynamic group changed; Entra ID may still be evaluating its members
] as const
export type WaitingReason = (typeof waitingReasons)[number]

export interface WaitingChange {
  /** Undefined if the listing is not proven, but nothing would change. */
  change?: UnprovenChange
  reason: WaitingReason
  /** ISO 8601, UTC. */
  since: string
}

/** A change without evidence: it can be reported, but not written. */
export type UnprovenChange =
  | { type: 'removeMembers'; guid: string; dn: string; members: MemberReference[] }
  | Extract<Change, { type: 'createGroup' | 'restoreGroup' }>

/** The guard's rules: a closed union, explained in docs/guards.md. Each has a test that fails without it. */
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
  /** The object id of the group, for rules about a single group. */
  group?: string
  /** The DNs of the groups up to the protected one, for `privilegedAdditions`. */
  path?: readonly string[]
}

/** The ordered changes of a run as plain data; `applyPlan` accepts it as a saved plan. */
export interface Plan {
  /** The container of the plan; `applyPlan` rejects a plan for another one. */
  target: string
  /** The hash to approve: of the withheld changes or, if none is withheld, of all changes. */
  planHash: string
  groups: GroupPlan[]
  skippedGroups: SkippedGroup[]
  guard: { checks: GuardCheck[]; tripped: GuardCheck[] }
}
