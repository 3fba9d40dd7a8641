/**
 * Counts what a run would do against the limits. The unit is access lost: one membership that ends by whatever change.
 *
 * | rules                                   | hold back                                                |
 * |-----------------------------------------|----------------------------------------------------------|
 * | groupLosses…, groupEmptied              | the losses of that group                                 |
 * | groupAdditionsCount                     | the additions to that group                              |
 * | privilegedAdditions                     | the additions to that group, and that it becomes a security group |
 * | protectedRemovals                       | the removals from that group                             |
 * | typeChanges                             | that a security group with members becomes a distribution group |
 * | recreations                             | everything about that group                              |
 * | lossesPercent, lossesCount              | all losses                                               |
 * | creations, deletions, renames, moves    | all changes of that kind                                 |
 * | adoptions                               | everything about objects that are to be taken over       |
 * | emptySource, identifiersVanished        | everything                                               |
 *
 * A group that trips is held back alone; the overall rules then look at what would still be written. Losses, creations,
 * deletions, renames and moves count over 24 hours: what recent runs wrote without an approval is added, so that small
 * losses cannot add up to a large one.
 */
import type { Change } from '../model/change.js'
import { equalDn } from '../model/dn.js'
import type { ProtectedPath } from '../model/location.js'
import { beginningOf, endsOf, lossesOf } from './losses.js'
import type { GuardCheck, GuardRule } from '../model/plan.js'
import type { Limits } from '../model/settings.js'
import type { PlannedGroup } from './plannedGroup.js'

/** What runs of the last 24 hours did without an approval. */
export interface RecentChanges {
  /** Members (GUIDs) by group who had access when that time began and have none now. */
  losses: ReadonlyMap<string, RecentLosses>
  creations: number
  deletions: number
  renames: number
  moves: number
}

export interface RecentLosses {
  /** Who was taken out, or lost the group itself: being a member again brings the access back. */
  removed: ReadonlySet<string>
  /** Who is a member still, of a group that gives no access any more. */
  inside: ReadonlySet<string>
}

export const noRecentChanges: RecentChanges = {
  losses: new Map(),
  creations: 0,
  deletions: 0,
  renames: 0,
  moves: 0,
}

export interface GuardInput {
  groups: readonly PlannedGroup[]
  /** Everything that is managed in AD, whatever this run looked at. */
  managed: { groups: number; members: number }
  recent: RecentChanges
  /** The cloud named no group at all. */
  sourceEmpty: boolean
  limits: Limits
}

export interface Verdict {
  checks: GuardCheck[]
  tripped: GuardCheck[]
}

export function guard(input: GuardInput): Verdict {
  const perGroup = input.groups.flatMap((group) => groupChecks(group, input))
  const trippedGroups = perGroup.filter(trips)
  const holding = trippedGroups.filter(({ rule }) => groupLossRules.has(rule))
  const overall = overallChecks(input, new Set(holding.map(({ group }) => group)))
  return {
    checks: [...perGroup, ...overall],
    tripped: [...trippedGroups, ...overall.filter(trips)],
  }
}

const trips = ({ actual, limit }: GuardCheck): boolean => actual > limit

/** Rules of one group that hold back its losses. */
export const groupLossRules: ReadonlySet<GuardRule> = new Set<GuardRule>([
  'groupLossesPercent',
  'groupLossesCount',
  'groupEmptied',
  'protectedRemovals',
])

/** A whole percentage would let 30.4 % pass a limit of 30: one decimal, rounded up. */
const percentOf = (part: number, whole: number): number => Math.ceil((part * 1000) / whole) / 10

/** A way up to a protected group for which `limits.privileged` does not allow the group. */
export function forbiddenPath(
  { id, protectedPaths }: PlannedGroup,
  { privileged }: Limits,
): ProtectedPath | undefined {
  const isAllowed = (path: ProtectedPath) =>
    privileged.some(({ group, below }) => group === id && equalDn(below, path.at(-1) ?? ''))
  return protectedPaths.find((path) => !isAllowed(path))
}

function groupChecks(group: PlannedGroup, { limits }: GuardInput): GuardCheck[] {
  const { changes, lostRecently, protection } = group
  const { groupLosses, groupAdditions } = limits
  const check = (rule: GuardRule, actual: number, limit: number) => ({ rule, actual, limit, group: group.id })
  const planned = changes.flatMap(lossesOf).length
  const lost = planned + lostRecently
  const base = Math.max(lost, group.membersEarlier - group.disabledStaying)
  const additions = sumOf(changes, (change) => (change.type === 'addMembers' ? change.members.length : 0))
  const beginning = sumOf(changes, beginningOf)
  const path = forbiddenPath(group, limits)
  const flips = sumOf(changes, (change) => (change.type === 'updateGroup' ? endsOf(change).length : 0))
  return [
    ...(planned > 0 && group.membersEarlier >= groupLosses.from
      ? [check('groupLossesPercent', percentOf(lost, base), groupLosses.percent)]
      : []),
    ...(planned > 0
      ? [check('groupLossesCount', lost, groupLosses.count), ...emptied(group, lost, limits)]
      : []),
    ...(additions > 0 ? [check('groupAdditionsCount', additions, groupAdditions.count)] : []),
    ...(beginning > 0 && path ? [{ ...check('privilegedAdditions', beginning, 0), path }] : []),
    ...(planned > 0 && protection ? [check('protectedRemovals', planned, 0)] : []),
    ...(flips > 0 ? [check('typeChanges', flips, 0)] : []),
    ...(group.recreated ? [check('recreations', 1, 0)] : []),
  ]
}

/** Nobody with access would be left of those who are members now. */
function emptied(group: PlannedGroup, lost: number, { groupEmptied }: Limits): GuardCheck[] {
  const ending = new Set(group.changes.flatMap(endsOf).map(({ guid }) => guid)).size
  const left = group.membersBefore - group.disabledStaying - ending
  const isJudged = !groupEmptied.except.includes(group.id) && left <= 0
  return isJudged
    ? [{ rule: 'groupEmptied', actual: lost, limit: groupEmptied.from - 1, group: group.id }]
    : []
}

function overallChecks(input: GuardInput, held: ReadonlySet<string | undefined>): GuardCheck[] {
  const { groups, managed, recent, limits, sourceEmpty } = input
  const rest = groups.filter(({ id }) => !held.has(id))
  const planned = countMemberships(rest, lossesOf)
  const { lost: earlier, left } = lostEarlier(input)
  const lost = planned + earlier
  // Also those that are held back already: many deletions at once have one cause.
  const deletions = countOf(groups, 'deleteGroup')
  const vanished = groups.reduce((sum, group) => sum + group.identifiersVanished, 0)
  const share = ({ count, percent }: { count: number; percent: number }) =>
    Math.max(count, Math.floor((percent * managed.groups) / 100))
  const check = (rule: GuardRule, now: number, before: number, limit: number): GuardCheck[] =>
    now > 0 ? [{ rule, actual: now + before, limit }] : []
  const { losses } = limits
  return [
    ...(planned > 0 && lost >= losses.from
      ? [
          {
            rule: 'lossesPercent',
            actual: percentOf(lost, Math.max(1, managed.members + left)),
            limit: losses.percent,
          } as const,
        ]
      : []),
    ...check('lossesCount', planned, earlier, losses.count),
    ...check('creations', createdUnasked(groups), recent.creations, share(limits.creations)),
    ...check('deletions', deletions, recent.deletions, share(limits.deletions)),
    ...check('renames', countOf(groups, 'renameGroup'), recent.renames, limits.renames.count),
    ...check('moves', countOf(groups, 'moveGroup'), recent.moves, limits.moves.count),
    ...check('adoptions', countOf(groups, 'adoptGroup'), 0, limits.adoptions.count),
    ...check('emptySource', sourceEmpty ? countMemberships(groups, endsOf) + deletions : 0, 0, 0),
    ...check('identifiersVanished', vanished, 0, limits.identifiersVanished.count),
  ]
}

const countMemberships = (groups: readonly PlannedGroup[], of: typeof endsOf): number =>
  groups.reduce((sum, { changes }) => sum + changes.flatMap(of).length, 0)

/** Who lost access, and who of them left and is no member now. In groups that were read, who is back counts no more. */
function lostEarlier({ groups, recent }: GuardInput): { lost: number; left: number } {
  const compared = groups.filter(({ isCompared }) => isCompared)
  const read = new Map(compared.map((group) => [group.id, group]))
  const sum = { lost: 0, left: 0 }
  for (const [id, { removed, inside }] of recent.losses) {
    const group = read.get(id)
    sum.lost += group?.lostRecently ?? removed.size + inside.size
    sum.left += group ? group.membersEarlier - group.membersBefore : removed.size
  }
  return sum
}

const createdUnasked = (groups: readonly PlannedGroup[]): number =>
  countOf(
    groups.filter(({ ordered, recreated }) => !ordered && !recreated),
    'createGroup',
  )

const countOf = (groups: readonly PlannedGroup[], type: Change['type']): number =>
  groups.flatMap(({ changes }) => changes).filter((change) => change.type === type).length

const sumOf = (changes: readonly Change[], of: (change: Change) => number): number =>
  changes.reduce((sum, change) => sum + of(change), 0)
