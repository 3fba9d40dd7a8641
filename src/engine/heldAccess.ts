/** Who still has access in AD though the cloud says no, since when, and what holds it. */
import type { MemberReference } from '../model/member.js'
import type { GuardCheck, GuardRule, GroupPlan, Plan } from '../model/plan.js'
import type { HeldAccess } from '../model/status.js'
import { endsOf } from '../planner/losses.js'
import type { PlannedGroup } from '../planner/plannedGroup.js'

export interface HeldInput {
  plan: Plan
  planned: readonly PlannedGroup[]
  before: readonly HeldAccess[]
  /** Ids of the only groups the run looked at. */
  only?: readonly string[]
  now: Date
}

export function heldAccess({ plan, planned, before, only, now }: HeldInput): HeldAccess[] {
  const primary = new Map(planned.map(({ id, primaryLeavers }) => [id, primaryLeavers]))
  const earlier = new Map(before.map((held) => [held.id, held]))
  const held = plan.groups.flatMap((group): HeldAccess[] => {
    const inside = primary.get(group.id) ?? []
    const waiting = group.waiting.flatMap(({ change }) =>
      change?.type === 'removeMembers' ? change.members : [],
    )
    const withheld = group.withheld.flatMap(endsOf)
    const members = [...withheld, ...waiting, ...inside]
    if (members.length === 0) return []
    const heldBy = [
      ...(withheld.length > 0 ? rulesFor(group.id, plan.guard.tripped) : []),
      ...group.waiting.map(({ reason }) => reason),
      ...(inside.length > 0 ? ['primaryGroupMember'] : []),
    ]
    return [heldGroup(group, members, [...new Set(heldBy)], earlier.get(group.id), now)]
  })
  const untouched = only ? before.filter(({ id }) => !only.includes(id)) : []
  return [...untouched, ...held]
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
