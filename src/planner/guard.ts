/**
 * Checks the changes of a run against the limits. The unit of a loss is one membership whose access ends, by any change.
 *
 * | rules that trip                         | withheld changes                                                |
 * |-----------------------------------------|-----------------------------------------------------------------|
 * | groupLosses…, groupEmptied              | the losses of that group                                        |
 * | groupAdditionsCount                     | the additions to that group                                     |
 * | privilegedAdditions                     | the additions to that group, and its change to a security group |
 * | protectedRemovals                       | the removals from that group                                    |
 * | typeChanges                             | its change from a security group to a distribution group        |
 * | recreations                             | all changes of that group                                       |
 * | lossesPercent, lossesCount              | all losses                                                      |
 * | creations, deletions, renames, moves    | all changes of that type                                        |
 * | adoptions                               | all changes of objects that are to be adopted                   |
 * | emptySource, identifiersVanished        | all changes                                                     |
 *
 * If a rule withholds the losses of a single group, the overall rules about losses do not count them. Losses, creations,
 * deletions, renames and moves are counted over 24 hours: changes that recent runs wrote without an approval are added,
 * so that small losses cannot add up to a large one.
 */
import type { Change } from '../model/change.js'
import { equalDn } from '../model/dn.js'
import type { ProtectedPath } from '../model/location.js'
import { countBegunMemberships, endedMemberships, accessLosses } from './accessLosses.js'
import type { GuardCheck, GuardRule } from '../model/plan.js'
import type { Limits } from '../model/settings.js'
import type { PlannedGroup } from './plannedGroup.js'

/** The changes that runs of the last 24 hours wrote without an approval. */
export interface RecentChanges {
  /** By group: the members who had access 24 hours ago and have none now. */
  losses: ReadonlyMap<string, RecentLosses>
  creations: number
  deletions: number
  renames: number
  moves: number
}

export interface RecentLosses {
  /** Members (GUIDs) who were removed, or whose group was deleted; they regain access as members. */
  removed: ReadonlySet<string>
  /** Members (GUIDs) of a group that no longer grants access. */
  withoutAccess: ReadonlySet<string>
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
  /** The numbers of all managed groups and memberships in AD, also of those that this run did not read. */
  managed: { groups: number; members: number }
  recent: RecentChanges
  /** Entra ID returned no groups. */
  sourceEmpty: boolean
  limits: Limits
}

export interface GuardResult {
  checks: GuardCheck[]
  tripped: GuardCheck[]
}

/** Checks all rules and returns the checks that apply, and those of them that tripped. */
export function checkLimits(input: GuardInput): GuardResult {
  const perGroup = input.groups.flatMap((group) => groupChecks(group, input))
  const trippedGroups = perGroup.filter(trips)
  const losing = trippedGroups.filter(({ rule }) => groupLossRules.has(rule))
  const overall = overallChecks(input, new Set(losing.map(({ group }) => group)))
  return {
    checks: [...perGroup, ...overall],
    tripped: [...trippedGroups, ...overall.filter(trips)],
  }
}

const trips = ({ actual, limit }: GuardCheck): boolean => actual > limit

/** The rules of a single group that withhold its losses. */
export const groupLossRules: ReadonlySet<GuardRule> = new Set<GuardRule>([
  'groupLossesPercent',
  'groupLossesCount',
  'groupEmptied',
  'protectedRemovals',
])

/** One decimal, rounded up: as an integer 30.4 % would not exceed a limit of 30. */
const percentOf = (part: number, whole: number): number => Math.ceil((part * 1000) / whole) / 10

/** Returns the first path to a protected group that `limits.privileged` does not allow. */
export function disallowedPath(
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
  const planned = changes.flatMap(accessLosses).length
  const lost = planned + lostRecently
  const base = Math.max(lost, group.membersWithRecentlyLost - group.disabledStaying)
  const additions = sumOverChanges(changes, (change) =>
    change.type === 'addMembers' ? change.members.length : 0,
  )
  const beginning = sumOverChanges(changes, countBegunMemberships)
  const path = disallowedPath(group, limits)
  const endsByType = sumOverChanges(changes, (change) =>
    change.type === 'updateGroup' ? endedMemberships(change).length : 0,
  )
  return [
    ...(planned > 0 && group.membersWithRecentlyLost >= groupLosses.from
      ? [check('groupLossesPercent', percentOf(lost, base), groupLosses.percent)]
      : []),
    ...(planned > 0
      ? [check('groupLossesCount', lost, groupLosses.count), ...checkEmptied(group, lost, limits)]
      : []),
    ...(additions > 0 ? [check('groupAdditionsCount', additions, groupAdditions.count)] : []),
    ...(beginning > 0 && path ? [{ ...check('privilegedAdditions', beginning, 0), path }] : []),
    ...(planned > 0 && protection ? [check('protectedRemovals', planned, 0)] : []),
    ...(endsByType > 0 ? [check('typeChanges', endsByType, 0)] : []),
    ...(group.recreated ? [check('recreations', 1, 0)] : []),
  ]
}

/** Trips if none of the current members with access would remain. */
function checkEmptied(group: PlannedGroup, lost: number, { groupEmptied }: Limits): GuardCheck[] {
  const ending = new Set(group.changes.flatMap(endedMemberships).map(({ guid }) => guid)).size
  const remaining = group.membersBefore - group.disabledStaying - ending
  const isEmptied = !groupEmptied.except.includes(group.id) && remaining <= 0
  return isEmptied
    ? [{ rule: 'groupEmptied', actual: lost, limit: groupEmptied.from - 1, group: group.id }]
    : []
}

function overallChecks(input: GuardInput, ignored: ReadonlySet<string | undefined>): GuardCheck[] {
  const { groups, managed, recent, limits, sourceEmpty } = input
  const rest = groups.filter(({ id }) => !ignored.has(id))
  const planned = countMemberships(rest, accessLosses)
  const { lost: earlier, left } = countRecentLosses(input)
  const lost = planned + earlier
  // Deletions of ignored groups count as well, because many deletions at once have one cause.
  const deletions = countChanges(groups, 'deleteGroup')
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
    ...check('creations', countUnorderedCreations(groups), recent.creations, share(limits.creations)),
    ...check('deletions', deletions, recent.deletions, share(limits.deletions)),
    ...check('renames', countChanges(groups, 'renameGroup'), recent.renames, limits.renames.count),
    ...check('moves', countChanges(groups, 'moveGroup'), recent.moves, limits.moves.count),
    ...check('adoptions', countChanges(groups, 'adoptGroup'), 0, limits.adoptions.count),
    ...check('emptySource', sourceEmpty ? countMemberships(groups, endedMemberships) + deletions : 0, 0, 0),
    ...check('identifiersVanished', vanished, 0, limits.identifiersVanished.count),
  ]
}

const countMemberships = (groups: readonly PlannedGroup[], of: typeof endedMemberships): number =>
  groups.reduce((sum, { changes }) => sum + changes.flatMap(of).length, 0)

/**
 * Counts the members who lost access in the last 24 hours (`lost`), and those of them who are no longer members (`left`).
 * For groups that were read, members who are back do not count.
 */
function countRecentLosses({ groups, recent }: GuardInput): { lost: number; left: number } {
  const compared = groups.filter(({ isCompared }) => isCompared)
  const read = new Map(compared.map((group) => [group.id, group]))
  const sum = { lost: 0, left: 0 }
  for (const [id, { removed, withoutAccess }] of recent.losses) {
    const group = read.get(id)
    sum.lost += group?.lostRecently ?? removed.size + withoutAccess.size
    sum.left += group ? group.membersWithRecentlyLost - group.membersBefore : removed.size
  }
  return sum
}

const countUnorderedCreations = (groups: readonly PlannedGroup[]): number =>
  countChanges(
    groups.filter(({ ordered, recreated }) => !ordered && !recreated),
    'createGroup',
  )

const countChanges = (groups: readonly PlannedGroup[], type: Change['type']): number =>
  groups.flatMap(({ changes }) => changes).filter((change) => change.type === type).length

const sumOverChanges = (changes: readonly Change[], of: (change: Change) => number): number =>
  changes.reduce((sum, change) => sum + of(change), 0)
