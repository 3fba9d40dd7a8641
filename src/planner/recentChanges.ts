/**
 * What runs of the last 24 hours did without an approval, out of their journals. Losses count net: a member who had no
 * access when that time began, as with memberships for some hours, or who has it again, has lost nothing. Only a run that
 * found AD as the last one left it knows who is new in the cloud.
 */
import type { Change } from '../model/change.js'
import { isUnanswered, type JournalEntry } from '../model/journal.js'
import type { MemberReference } from '../model/member.js'
import type { RecentLosses } from './guard.js'
import { endsOf, lossesOf } from './losses.js'

export interface Recorded {
  group: string
  change: Change
  approval?: string
  joined?: true
  /** Missing where the run ended before it was recorded: then it may have been carried out. */
  outcome?: Extract<JournalEntry, { type: 'outcome' }>
}

/** Puts the changes of one run together with what became of them. */
export function recordedChanges(entries: Iterable<JournalEntry>): Recorded[] {
  const changes = new Map<number, Recorded>()
  for (const entry of entries) {
    if (entry.type === 'intent') {
      const { group, change, approval, joined } = entry
      changes.set(entry.index, {
        group,
        change,
        ...(approval !== undefined && { approval }),
        ...(joined && { joined }),
      })
    } else if (entry.type === 'outcome') {
      const recorded = changes.get(entry.index)
      if (recorded) recorded.outcome = entry
    }
  }
  return [...changes.values()]
}

/** What became of one membership, from the first to the last event. */
interface Course {
  first: 'gained' | 'lost'
  last: 'gained' | 'lost'
  /** It is a member still, of a group that gives no access any more. */
  isInside: boolean
  /** The last loss was approved, or none that counts. */
  isExcused: boolean
}

export interface CourseRecorder {
  /** The changes of one run, after those of earlier ones. */
  record(changes: readonly Recorded[]): void
  losses(): Map<string, RecentLosses>
  /** Members (GUIDs) who joined in that time and are still there. */
  joined(): Map<string, ReadonlySet<string>>
}

type Courses = Map<string, Map<string, Course>>

export function recordCourses(): CourseRecorder {
  const groups: Courses = new Map()
  return {
    record(changes) {
      for (const recorded of changes) {
        noteEnds(groups, recorded)
        noteAdditions(groups, recorded)
      }
    },
    losses() {
      const losses = [...groups].map(([group, courses]) => [group, lossesIn(courses)] as const)
      return new Map(losses.filter(([, { removed, inside }]) => removed.size + inside.size > 0))
    },
    joined() {
      const isJoined = ({ first, last }: Course) => first === 'gained' && last === 'gained'
      return new Map([...groups].map(([group, courses]) => [group, guidsWhere(courses, isJoined)]))
    },
  }
}

/** A loss that may have happened is one. */
function noteEnds(groups: Courses, { group, change, approval, outcome }: Recorded): void {
  if (outcome?.outcome === 'failed' && !isUnanswered(outcome.problem?.code ?? 'usage')) return
  const counted = new Set(lossesOf(change))
  const isInside = change.type === 'updateGroup' || change.type === 'moveGroup'
  for (const member of written(endsOf(change), outcome)) {
    const isExcused = approval !== undefined || !counted.has(member)
    note(groups, group, member, { last: 'lost', isInside, isExcused })
  }
}

/**
 * Access is there again only where the directory said so. Who was added because AD was not as it was left, such as after
 * a removal by hand, has not joined then: nobody knows since when the cloud has had them.
 */
function noteAdditions(groups: Courses, { group, change, joined, outcome }: Recorded): void {
  if (change.type !== 'addMembers' || outcome === undefined || outcome.outcome === 'failed') return
  for (const member of written(change.members, outcome)) {
    if (joined || groups.get(group)?.has(member.guid))
      note(groups, group, member, { last: 'gained', isInside: false, isExcused: false })
  }
}

type Known = MemberReference & { guid: string }

function written(members: readonly MemberReference[], outcome: Recorded['outcome']): Known[] {
  const left = new Set([...(outcome?.refused ?? []), ...(outcome?.unchanged ?? [])])
  return members.filter((member): member is Known => member.guid !== undefined && !left.has(member.guid))
}

function note(groups: Courses, group: string, { guid }: Known, event: Omit<Course, 'first'>): void {
  const courses = groups.get(group) ?? new Map<string, Course>()
  groups.set(group, courses)
  courses.set(guid, { ...event, first: courses.get(guid)?.first ?? event.last })
}

function lossesIn(courses: ReadonlyMap<string, Course>): RecentLosses {
  const isLost = ({ first, last, isExcused }: Course) => first === 'lost' && last === 'lost' && !isExcused
  return {
    removed: guidsWhere(courses, (course) => isLost(course) && !course.isInside),
    inside: guidsWhere(courses, (course) => isLost(course) && course.isInside),
  }
}

const guidsWhere = (
  courses: ReadonlyMap<string, Course>,
  holds: (course: Course) => boolean,
): ReadonlySet<string> => new Set([...courses].filter(([, course]) => holds(course)).map(([guid]) => guid))
