/** Lists who still has access in AD although the cloud ended it, since when, and why: guard rule, pending proof or error. */
import type { ErrorCode } from '../errorCodes.js'
import type { MemberReference } from '../model/member.js'
import type { GuardCheck, GuardRule, GroupPlan, Plan } from '../model/plan.js'
import type { HeldAccess } from '../model/status.js'
import { endedMemberships } from '../planner/accessLosses.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { GroupOutcome, ApplyOutcome } from './applyChanges.js'

export interface HeldAccessInput {
  plan: Plan
  planned: readonly PlannedGroup[]
  outcome: ApplyOutcome
  before: readonly HeldAccess[]
  /** Ids of the groups that a person named: the run read no others. */
  namedIds?: readonly string[]
  now: Date
}

/** The list after a run. Groups that the run did not compare keep their earlier entry. */
export function heldAccess({ plan, planned, outcome, before, namedIds, now }: HeldAccessInput): HeldAccess[] {
  const compared = new Map(planned.map((group) => [group.id, group]))
  const earlier = new Map(before.map((entry) => [entry.id, entry]))
  const held = plan.groups.flatMap((group): HeldAccess[] => {
    const known = earlier.get(group.id)
    const isCompared =
      compared.get(group.id)?.isCompared === true && !errorsWithoutPlan.has(group.error?.code)
    if (!isCompared) return known ? [known] : []
    const parts = heldParts(group, compared.get(group.id), plan.guard.tripped, outcome)
    const members = parts.flatMap((part) => part.members).filter(({ disabled }) => !disabled)
    if (members.length === 0) return []
    const heldBy = parts.flatMap((part) => (part.members.length > 0 ? part.heldBy : []))
    return [groupEntry(group, members, [...new Set(heldBy)], known, now)]
  })
  const unread = namedIds ? before.filter(({ id }) => !namedIds.includes(id)) : []
  return [...unread, ...held]
}

/** Errors of a group that was compared but has nothing planned. */
const errorsWithoutPlan: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode | undefined>([
  'planStale',
  'backingOff',
])

/** The list after `disable`: a person's order says nothing about the cloud, so it can only remove entries. */
export function heldAfterOrder({
  plan,
  outcome,
  before,
}: Pick<HeldAccessInput, 'plan' | 'outcome' | 'before'>): HeldAccess[] {
  const completed = plan.groups.filter(
    ({ id, withheld, error }) => withheld.length === 0 && !error && !outcome.groups.get(id)?.error,
  )
  const ids = new Set(completed.map(({ id }) => id))
  return outcome.fatal ? [...before] : before.filter(({ id }) => !ids.has(id))
}

/** Members whose access remains, for the reasons in `heldBy`. */
interface HeldPart {
  members: readonly MemberReference[]
  heldBy: readonly string[]
}

function heldParts(
  group: GroupPlan,
  planned: PlannedGroup | undefined,
  tripped: readonly GuardCheck[],
  { groups, fatal }: ApplyOutcome,
): HeldPart[] {
  const waiting = group.waiting.flatMap(({ change }) =>
    change?.type === 'removeMembers' ? change.members : [],
  )
  const result = groups.get(group.id)
  const error = result?.error ?? fatal
  return [
    { members: group.withheld.flatMap(endedMemberships), heldBy: rulesFor(group.id, tripped) },
    { members: waiting, heldBy: group.waiting.map(({ reason }) => reason) },
    { members: error ? notEnded(group, result) : [], heldBy: error ? [error.code] : [] },
    { members: planned?.primaryLeavers ?? [], heldBy: ['primaryGroupMember'] },
  ]
}

/** Memberships whose planned end was not carried out. */
function notEnded({ changes }: GroupPlan, result: GroupOutcome | undefined): MemberReference[] {
  const ended = new Set((result?.appliedChanges ?? []).flatMap(endedMemberships).map(({ guid }) => guid))
  return changes.flatMap(endedMemberships).filter(({ guid }) => !ended.has(guid))
}

/** Rules that withhold something other than the end of a membership. */
const rulesWithoutLosses: ReadonlySet<GuardRule> = new Set<GuardRule>([
  'groupAdditionsCount',
  'privilegedAdditions',
  'creations',
  'recreations',
  'renames',
  'moves',
])

const rulesFor = (id: string, tripped: readonly GuardCheck[]): string[] =>
  tripped
    .filter(({ group, rule }) => (group === undefined || group === id) && !rulesWithoutLosses.has(rule))
    .map(({ rule }) => rule)

function groupEntry(
  { id, displayName, dn }: GroupPlan,
  members: readonly MemberReference[],
  heldBy: string[],
  earlier: HeldAccess | undefined,
  now: Date,
): HeldAccess {
  const since = new Map(earlier?.members.map((member) => [member.guid, member.since]))
  const byGuid = new Map(members.map((member) => [member.guid ?? '', member]))
  return {
    id,
    displayName,
    dn,
    heldBy,
    members: [...byGuid].map(([guid, { displayName: name, dn: memberDn }]) => ({
      guid,
      name: name ?? memberDn ?? guid,
      since: since.get(guid) ?? now.toISOString(),
    })),
  }
}
