/** Divides the changes of a group into those that are written and those that wait for an approval. */
import { partOfRemoval, type Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GuardCheck, GuardRule } from '../model/plan.js'
import { groupLossRules } from './guard.js'
import { beginningOf, endsOf, lossesOf, splitRemoval } from './losses.js'
import type { PlannedGroup } from './plannedGroup.js'
import { addKey, endKey, stepsOf, type StepKey } from './steps.js'

/** Approved steps, each with the hash of its approval. */
export type ApprovedSteps = ReadonlyMap<StepKey, string>

export interface Divided {
  /** In the order in which they are written. */
  changes: Change[]
  withheld: Change[]
  /** The hash of the approval, for changes that needed one. */
  approvals: Map<Change, string>
}

export function divideChanges(
  group: PlannedGroup,
  tripped: readonly GuardCheck[],
  approved: ApprovedSteps,
): Divided {
  const holding = holdingRules(group, tripped)
  const gate = group.changes.find((change) => isGate(change, holding))
  // Nothing about an object that is not to be made or taken over is written, whatever else was approved.
  if (gate && approvalOf(group.id, gate, approved) === undefined)
    return { changes: [], withheld: group.changes, approvals: new Map() }
  const divided: Divided = { changes: [], withheld: [], approvals: new Map() }
  for (const change of group.changes) {
    for (const part of partsOf(change)) {
      if (!isHeldBy(part, holding, gate)) divided.changes.push(part)
      else for (const piece of byApproval(group.id, part, approved)) place(piece, divided)
    }
  }
  return divided
}

/** The rules that tripped for this group, and those that tripped overall. */
function holdingRules(group: PlannedGroup, tripped: readonly GuardCheck[]): ReadonlySet<GuardRule> {
  const concerning = tripped.filter((check) => check.group === undefined || check.group === group.id)
  const isAsked = group.ordered || group.recreated
  return new Set(concerning.map(({ rule }) => rule).filter((rule) => !(rule === 'creations' && isAsked)))
}

/** What has to be approved before anything else about the object is written. */
const isGate = ({ type }: Change, holding: ReadonlySet<GuardRule>): boolean =>
  (beginnings.has(type) && holdsAll(holding)) ||
  (type === 'createGroup' && (holding.has('creations') || holding.has('recreations'))) ||
  (type === 'adoptGroup' && holding.has('adoptions'))

const beginnings: ReadonlySet<Change['type']> = new Set(['createGroup', 'restoreGroup', 'adoptGroup'])

const holdsAll = (holding: ReadonlySet<GuardRule>): boolean =>
  holding.has('emptySource') || holding.has('identifiersVanished')

/** Who loses nothing, such as a disabled account, is never held back. */
function partsOf(change: Change): Change[] {
  if (change.type !== 'removeMembers') return [change]
  const { counted, free } = splitRemoval(change)
  return [free, counted].filter(({ members }) => members.length > 0)
}

function isHeldBy(change: Change, holding: ReadonlySet<GuardRule>, gate: Change | undefined): boolean {
  if (holdsAll(holding)) return true
  const losses = lossesOf(change).length
  // Behind an approved adoption, who leaves was told with it; everything else follows from it.
  if (gate && (change === gate || (gate.type === 'adoptGroup' && losses > 0))) return true
  const begins = beginningOf(change) > 0
  const isFlip = change.type === 'updateGroup' && endsOf(change).length > 0
  return [...holding].some(
    (rule) =>
      (losses > 0 && lossRules.has(rule)) ||
      (begins && rule === 'privilegedAdditions') ||
      (isFlip && rule === 'typeChanges') ||
      kindsHeld[rule] === change.type,
  )
}

const lossRules: ReadonlySet<GuardRule> = new Set<GuardRule>([
  ...groupLossRules,
  'lossesPercent',
  'lossesCount',
])

const kindsHeld: Partial<Record<GuardRule, Change['type']>> = {
  groupAdditionsCount: 'addMembers',
  deletions: 'deleteGroup',
  renames: 'renameGroup',
  moves: 'moveGroup',
}

interface Piece {
  change: Change
  approval?: string
}

function place({ change, approval }: Piece, { changes, withheld, approvals }: Divided): void {
  if (approval === undefined) withheld.push(change)
  else {
    changes.push(change)
    approvals.set(change, approval)
  }
}

/** Members are approved one by one, anything else as a whole; each piece is covered by one approval, or by none. */
function byApproval(group: string, change: Change, approved: ApprovedSteps): Piece[] {
  if (change.type !== 'removeMembers' && change.type !== 'addMembers')
    return [{ change, approval: approvalOf(group, change, approved) }]
  const keyOf = (member: MemberReference) =>
    change.type === 'addMembers' ? addKey(group, member) : endKey(group, change.guid, member)
  const hashOf = (member: MemberReference) => approved.get(keyOf(member))
  return [...new Set(change.members.map(hashOf))].map((approval) => ({
    change: partOf(change, (member) => hashOf(member) === approval),
    ...(approval !== undefined && { approval }),
  }))
}

type MembersChange = Extract<Change, { type: 'removeMembers' | 'addMembers' }>

const partOf = (change: MembersChange, keep: (member: MemberReference) => boolean): Change =>
  change.type === 'removeMembers'
    ? partOfRemoval(change, keep)
    : { ...change, members: change.members.filter(keep) }

/** The approval that covers every step of a change. */
function approvalOf(group: string, change: Change, approved: ApprovedSteps): string | undefined {
  const hashes = stepsOf(group, change).map((step) => approved.get(step))
  return hashes.every((hash) => hash !== undefined) ? hashes[0] : undefined
}
