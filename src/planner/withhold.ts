/** Divides the changes of a group into those that are written and those that are withheld until they are approved. */
import { filterRemoval, type Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GuardCheck, GuardRule } from '../model/plan.js'
import { groupLossRules } from './guard.js'
import { countBegunMemberships, endedMemberships, accessLosses, splitRemoval } from './accessLosses.js'
import type { PlannedGroup } from './plannedGroup.js'
import { addKey, endKey, changeSteps, type StepKey } from './steps.js'

/** The approved steps, each with the hash of its approval. */
export type ApprovedSteps = ReadonlyMap<StepKey, string>

export interface DividedChanges {
  /** The changes to write, in their order. */
  changes: Change[]
  withheld: Change[]
  /** The hashes of the approvals, for changes that needed one. */
  approvals: Map<Change, string>
}

/** Divides the changes of a group by the rules that tripped and the steps that are approved. */
export function divideChanges(
  group: PlannedGroup,
  tripped: readonly GuardCheck[],
  approved: ApprovedSteps,
): DividedChanges {
  const rules = withholdingRules(group, tripped)
  const prerequisite = group.changes.find((change) => isPrerequisite(change, rules))
  // Without an approval to create or adopt the object, none of its changes is written, even if they are approved.
  if (prerequisite && approvalHashOf(group.id, prerequisite, approved) === undefined)
    return { changes: [], withheld: group.changes, approvals: new Map() }
  const divided: DividedChanges = { changes: [], withheld: [], approvals: new Map() }
  for (const change of group.changes) {
    for (const part of splitByLoss(change)) {
      if (!isWithheldBy(part, rules, prerequisite)) divided.changes.push(part)
      else for (const piece of splitByApproval(group.id, part, approved)) assignPart(piece, divided)
    }
  }
  return divided
}

/** Returns the rules that tripped for this group or overall; `creations` not for a creation that needs no approval. */
function withholdingRules(group: PlannedGroup, tripped: readonly GuardCheck[]): ReadonlySet<GuardRule> {
  const applicable = tripped.filter((check) => check.group === undefined || check.group === group.id)
  const isExempt = group.ordered || group.recreated
  return new Set(applicable.map(({ rule }) => rule).filter((rule) => !(rule === 'creations' && isExempt)))
}

/** Returns true if the change must be approved before any other change of the object is written. */
const isPrerequisite = ({ type }: Change, rules: ReadonlySet<GuardRule>): boolean =>
  (objectBeginnings.has(type) && withholdsAll(rules)) ||
  (type === 'createGroup' && (rules.has('creations') || rules.has('recreations'))) ||
  (type === 'adoptGroup' && rules.has('adoptions'))

const objectBeginnings: ReadonlySet<Change['type']> = new Set(['createGroup', 'restoreGroup', 'adoptGroup'])

const withholdsAll = (rules: ReadonlySet<GuardRule>): boolean =>
  rules.has('emptySource') || rules.has('identifiersVanished')

/** Splits a removal, because the removal of members who lose no access, such as disabled accounts, is never withheld. */
function splitByLoss(change: Change): Change[] {
  if (change.type !== 'removeMembers') return [change]
  const { counted, free } = splitRemoval(change)
  return [free, counted].filter(({ members }) => members.length > 0)
}

function isWithheldBy(
  change: Change,
  rules: ReadonlySet<GuardRule>,
  prerequisite: Change | undefined,
): boolean {
  if (withholdsAll(rules)) return true
  const losses = accessLosses(change).length
  // The losses of an adoption were reported with it and need an approval as well; its other changes need none.
  if (prerequisite && (change === prerequisite || (prerequisite.type === 'adoptGroup' && losses > 0)))
    return true
  const begins = countBegunMemberships(change) > 0
  const endsByType = change.type === 'updateGroup' && endedMemberships(change).length > 0
  return [...rules].some(
    (rule) =>
      (losses > 0 && lossRules.has(rule)) ||
      (begins && rule === 'privilegedAdditions') ||
      (endsByType && rule === 'typeChanges') ||
      withheldTypes[rule] === change.type,
  )
}

const lossRules: ReadonlySet<GuardRule> = new Set<GuardRule>([
  ...groupLossRules,
  'lossesPercent',
  'lossesCount',
])

/** The types of changes that a rule withholds as a whole. */
const withheldTypes: Partial<Record<GuardRule, Change['type']>> = {
  groupAdditionsCount: 'addMembers',
  deletions: 'deleteGroup',
  renames: 'renameGroup',
  moves: 'moveGroup',
}

/** A part of a change, with the hash of its approval. */
interface ApprovalPart {
  change: Change
  approval?: string
}

function assignPart(
  { change, approval }: ApprovalPart,
  { changes, withheld, approvals }: DividedChanges,
): void {
  if (approval === undefined) withheld.push(change)
  else {
    changes.push(change)
    approvals.set(change, approval)
  }
}

/**
 * Splits a change into parts, each of which is covered by one approval or by none. Members are approved one by one, other
 * changes as a whole.
 */
function splitByApproval(group: string, change: Change, approved: ApprovedSteps): ApprovalPart[] {
  if (change.type !== 'removeMembers' && change.type !== 'addMembers')
    return [{ change, approval: approvalHashOf(group, change, approved) }]
  const stepOf = (member: MemberReference) =>
    change.type === 'addMembers' ? addKey(group, member) : endKey(group, change.guid, member)
  const approvalHash = (member: MemberReference) => approved.get(stepOf(member))
  return [...new Set(change.members.map(approvalHash))].map((approval) => ({
    change: filterMembers(change, (member) => approvalHash(member) === approval),
    ...(approval !== undefined && { approval }),
  }))
}

type MembersChange = Extract<Change, { type: 'removeMembers' | 'addMembers' }>

const filterMembers = (change: MembersChange, keep: (member: MemberReference) => boolean): Change =>
  change.type === 'removeMembers'
    ? filterRemoval(change, keep)
    : { ...change, members: change.members.filter(keep) }

/** Returns the hash of an approval if all steps of the change are approved; otherwise undefined. */
function approvalHashOf(group: string, change: Change, approved: ApprovedSteps): string | undefined {
  const hashes = changeSteps(group, change).map((step) => approved.get(step))
  return hashes.every((hash) => hash !== undefined) ? hashes[0] : undefined
}
