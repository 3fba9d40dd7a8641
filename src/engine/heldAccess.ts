/** Who still has access in AD though the cloud says no, since when, and what holds it. */
import type { ErrorCode } from '../errorCodes.js'
import type { MemberReference } from '../model/member.js'
import type { GuardCheck, GuardRule, GroupPlan, Plan } from '../model/plan.js'
import type { HeldAccess } from '../model/status.js'
import { endsOf } from '../planner/losses.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'
import type { GroupOutcome, Outcome } from './applyChanges.js'

export interface HeldInput {
  plan: Plan
  planned: readonly PlannedGroup[]
  outcome: Outcome
  before: readonly HeldAccess[]
  /** Ids of the groups that a person named: the run looked at no other ones. */
  namedIds?: readonly string[]
  now: Date
}

/** Groups that the run did not compare have what they had before. */
export function heldAccess({ plan, planned, outcome, before, namedIds, now }: HeldInput): HeldAccess[] {
  const looked = new Map(planned.map((group) => [group.id, group]))
  const earlier = new Map(before.map((held) => [held.id, held]))
  const held = plan.groups.flatMap((group): HeldAccess[] => {
    const known = earlier.get(group.id)
    const isCompared = looked.get(group.id)?.isCompared === true && !leavesAlone.has(group.error?.code)
    if (!isCompared) return known ? [known] : []
    const parts = heldParts(group, looked.get(group.id), plan.guard.tripped, outcome)
    const members = parts.flatMap((part) => part.members).filter(({ disabled }) => !disabled)
    if (members.length === 0) return []
    const heldBy = parts.flatMap((part) => (part.members.length > 0 ? part.heldBy : []))
    return [heldGroup(group, members, [...new Set(heldBy)], known, now)]
  })
  const untouched = namedIds ? before.filter(({ id }) => !namedIds.includes(id)) : []
  return [...untouched, ...held]
}

/** Errors for which nothing is planned for a group that was compared. */
const leavesAlone: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode | undefined>([
  'planStale',
  'backingOff',
])

/** An order by a person is not what the cloud says: it only ends what was held. */
export function heldAfterOrder({
  plan,
  outcome,
  before,
}: Pick<HeldInput, 'plan' | 'outcome' | 'before'>): HeldAccess[] {
  const settled = plan.groups.filter(
    ({ id, withheld, error }) => withheld.length === 0 && !error && !outcome.groups.get(id)?.error,
  )
  const ids = new Set(settled.map(({ id }) => id))
  return outcome.fatal ? [...before] : before.filter(({ id }) => !ids.has(id))
}

interface HeldPart {
  members: readonly MemberReference[]
  heldBy: readonly string[]
}

function heldParts(
  group: GroupPlan,
  planned: PlannedGroup | undefined,
  tripped: readonly GuardCheck[],
  { groups, fatal }: Outcome,
): HeldPart[] {
  const waiting = group.waiting.flatMap(({ change }) =>
    change?.type === 'removeMembers' ? change.members : [],
  )
  const result = groups.get(group.id)
  const error = result?.error ?? fatal
  return [
    { members: group.withheld.flatMap(endsOf), heldBy: rulesFor(group.id, tripped) },
    { members: waiting, heldBy: group.waiting.map(({ reason }) => reason) },
    { members: error ? notEnded(group, result) : [], heldBy: error ? [error.code] : [] },
    { members: planned?.primaryLeavers ?? [], heldBy: ['primaryGroupMember'] },
  ]
}

/** Memberships that were to end, and did not. */
function notEnded({ changes }: GroupPlan, result: GroupOutcome | undefined): MemberReference[] {
  const ended = new Set((result?.done ?? []).flatMap(endsOf).map(({ guid }) => guid))
  return changes.flatMap(endsOf).filter(({ guid }) => !ended.has(guid))
}

/** Rules that hold back something else than the end of a membership. */
const holdsOther: ReadonlySet<GuardRule> = new Set<GuardRule>([
  'groupAdditionsCount',
  'privilegedAdditions',
  'creations',
  'recreations',
  'renames',
  'moves',
])

const rulesFor = (id: string, tripped: readonly GuardCheck[]): string[] =>
  tripped
    .filter(({ group, rule }) => (group === undefined || group === id) && !holdsOther.has(rule))
    .map(({ rule }) => rule)

function heldGroup(
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
    members: [...byGuid].map(([guid, { displayName: name, dn: place }]) => ({
      guid,
      name: name ?? place ?? guid,
      since: since.get(guid) ?? now.toISOString(),
    })),
  }
}
