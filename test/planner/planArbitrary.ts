/** Generates small inputs of plans. */
import fc from 'fast-check'
import type { Change } from '../../src/model/change.js'
import type { MemberReference } from '../../src/model/member.js'
import type { Limits } from '../../src/model/settings.js'
import type { PlanInput } from '../../src/planner/plan.js'
import type { PlannedGroup } from '../../src/planner/plannedGroup.js'
import {
  addition,
  adoption,
  afterLosses,
  creation,
  deletion,
  recentLosses,
  move,
  memberReferences,
  makePlannedGroup,
  removal,
  rename,
  update,
} from './fixture.js'

const ids = ['a', 'b', 'c', 'd']
const numberOf = (max: number) => fc.nat({ max })
const percent = fc.constantFrom(0, 10, 30, 50, 100)
const count = fc.oneof(numberOf(12), fc.constant(Infinity))
const from = numberOf(12)

const limits: fc.Arbitrary<Limits> = fc.record({
  groupLosses: fc.record({ percent, count, from }),
  groupEmptied: fc.record({ from, except: fc.subarray(ids, { maxLength: 1 }) }),
  losses: fc.record({ percent, count, from }),
  groupAdditions: fc.record({ count }),
  creations: fc.record({ count: numberOf(3), percent }),
  deletions: fc.record({ count: numberOf(3), percent }),
  renames: fc.record({ count: numberOf(3) }),
  moves: fc.record({ count: numberOf(3) }),
  adoptions: fc.record({ count: numberOf(2) }),
  identifiersVanished: fc.record({ count: fc.constantFrom(1, 100, 100) }),
  privileged: fc.constant([]),
  accessSubtrees: fc.constant([]),
  missingForMs: fc.constant(0),
  approvalForMs: fc.constant(0),
})

/** Members of a group. Some leave, and some of those lose no access. */
const members = fc
  .array(fc.record({ leaves: fc.boolean(), kind: fc.constantFrom('', '', 'disabled', 'temporary') }), {
    maxLength: 14,
  })
  .map((list) =>
    list.map(({ leaves, kind }, index) => ({
      leaves,
      member: { guid: `m${index}`, ...(kind !== '' && { [kind]: true as const }) } satisfies MemberReference,
    })),
  )

function changesOf(
  kind: 'removal' | 'deletion' | 'security' | 'place' | 'none',
  list: ReadonlyArray<{ leaves: boolean; member: MemberReference }>,
): Change[] {
  const all = list.map(({ member }) => member)
  const leaving = list.filter(({ leaves }) => leaves).map(({ member }) => member)
  if (kind === 'deletion') return [deletion(all)]
  if (kind === 'security') return [update(all)]
  if (kind === 'place') return [move(all)]
  return kind === 'removal' && leaving.length > 0 ? [removal(leaving)] : []
}

const group = (id: string): fc.Arbitrary<PlannedGroup> =>
  fc
    .record({
      members,
      kind: fc.constantFrom('removal', 'removal', 'deletion', 'security', 'place', 'none' as const),
      added: numberOf(14),
      extra: fc.constantFrom(undefined, rename, move(), creation(), adoption),
      left: fc.oneof(fc.constant(0), numberOf(6)),
      inside: fc.oneof(fc.constant(0), numberOf(3)),
      ordered: fc.boolean(),
      recreated: fc.constantFrom(false, false, true),
      protection: fc.constantFrom(undefined, undefined, 'adminCount' as const),
      protectedPaths: fc.constantFrom([], [], [['CN=Admins']]),
      identifiersVanished: fc.constantFrom(0, 0, 0, 2),
    })
    .map(({ members: list, kind, added, extra, protection, left, inside, ...rest }) => {
      const joining = Array.from({ length: added }, (_, index) => ({ guid: `n${index}` }))
      const changes = [
        ...(extra ? [extra] : []),
        ...changesOf(kind, list),
        ...(added > 0 ? [addition(joining)] : []),
      ]
      return {
        ...afterLosses(makePlannedGroup(id, list.length, ...changes), left, inside),
        ...rest,
        ...(protection && { protection }),
      }
    })

export const planInput: fc.Arbitrary<PlanInput> = fc
  .record({
    limits,
    groups: fc.tuple(...ids.map(group)),
    /** Losses of a group that this run did not read. */
    others: fc.record({ removed: numberOf(5), inside: numberOf(5) }),
    recent: fc.record({
      creations: numberOf(2),
      deletions: numberOf(2),
      renames: numberOf(2),
      moves: numberOf(2),
    }),
    managed: fc.record({ groups: numberOf(40), members: numberOf(60) }),
    sourceEmpty: fc.constantFrom(false, false, false, true),
  })
  .map(({ recent, others, managed, ...rest }): PlanInput => {
    const losses = rest.groups.map(
      ({ id, lostRecently }) => [id, recentLosses(memberReferences(lostRecently))] as const,
    )
    const other = recentLosses(
      memberReferences(others.removed),
      memberReferences(others.inside, others.removed),
    )
    const inside = rest.groups.reduce((sum, { membersBefore }) => sum + membersBefore, 0)
    return {
      ...rest,
      recent: { ...recent, losses: new Map([...losses, ['other', other]]) },
      managed: { groups: managed.groups + ids.length, members: managed.members + inside },
      target: 'OU=x',
      skippedGroups: [],
      approved: new Map(),
    }
  })
