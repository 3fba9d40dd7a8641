/**
 * Determines from the journals of the last 24 hours who lost access without an approval. Losses are net: a member who had
 * no access 24 hours ago, such as one with a temporary membership, or who has regained it, has lost nothing. A membership
 * counts as new in the cloud only if its run found AD as the last run left it.
 */
import type { Change } from '../model/change.js'
import { mayBeCarriedOut, type JournalEntry } from '../model/journal.js'
import type { MemberReference } from '../model/member.js'
import type { RecentLosses } from './guard.js'
import { endedMemberships, accessLosses } from './accessLosses.js'

/** A change from a journal, with its outcome. */
export interface RecordedChange {
  group: string
  change: Change
  approval?: string
  joined?: true
  /** Undefined if the run ended before it recorded the outcome; the change may have been carried out. */
  outcome?: Extract<JournalEntry, { type: 'outcome' }>
}

/** Joins the intents of one run with their outcomes. */
export function recordedChanges(entries: Iterable<JournalEntry>): RecordedChange[] {
  const changes = new Map<number, RecordedChange>()
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

/** The first and the last event of one membership. */
interface MembershipHistory {
  first: 'gained' | 'lost'
  last: 'gained' | 'lost'
  /** The member is still in the group, but the group no longer grants access. */
  isInside: boolean
  /** The last loss was approved, or does not count as a loss. */
  isExcused: boolean
}

export interface MembershipRecorder {
  /** Adds the changes of one run; runs must be added in their order. */
  record(changes: readonly RecordedChange[]): void
  /** Returns the members who lost access, by group. */
  losses(): Map<string, RecentLosses>
  /** Returns the members (GUIDs) who joined in that time and are still members, by group. */
  joined(): Map<string, ReadonlySet<string>>
}

type MembershipHistories = Map<string, Map<string, MembershipHistory>>

/** Creates a recorder of the events of each membership. */
export function createMembershipRecorder(): MembershipRecorder {
  const groups: MembershipHistories = new Map()
  return {
    record(changes) {
      for (const recorded of changes) {
        recordEnds(groups, recorded)
        recordAdditions(groups, recorded)
      }
    },
    losses() {
      const losses = [...groups].map(([group, histories]) => [group, netLosses(histories)] as const)
      return new Map(losses.filter(([, { removed, withoutAccess }]) => removed.size + withoutAccess.size > 0))
    },
    joined() {
      const isJoined = ({ first, last }: MembershipHistory) => first === 'gained' && last === 'gained'
      return new Map([...groups].map(([group, histories]) => [group, guidsWhere(histories, isJoined)]))
    },
  }
}

/** Records the memberships that a change ended, or may have ended. */
function recordEnds(groups: MembershipHistories, { group, change, approval, outcome }: RecordedChange): void {
  if (outcome?.outcome === 'failed' && !mayBeCarriedOut(outcome.problem?.code ?? 'usage')) return
  const counted = new Set(accessLosses(change))
  const isInside = change.type === 'updateGroup' || change.type === 'moveGroup'
  for (const member of writtenMembers(endedMemberships(change), outcome)) {
    const isExcused = approval !== undefined || !counted.has(member)
    recordEvent(groups, group, member, { last: 'lost', isInside, isExcused })
  }
}

/**
 * Records the memberships that a change certainly began. A member who was added because AD had been edited, such as after
 * a manual removal, did not join at that time: the start of the membership in the cloud is unknown.
 */
function recordAdditions(
  groups: MembershipHistories,
  { group, change, joined, outcome }: RecordedChange,
): void {
  if (change.type !== 'addMembers' || outcome === undefined || outcome.outcome === 'failed') return
  for (const member of writtenMembers(change.members, outcome)) {
    if (joined || groups.get(group)?.has(member.guid))
      recordEvent(groups, group, member, { last: 'gained', isInside: false, isExcused: false })
  }
}

type IdentifiedMember = MemberReference & { guid: string }

/** Returns the members that the directory changed: neither refused nor unchanged. */
function writtenMembers(
  members: readonly MemberReference[],
  outcome: RecordedChange['outcome'],
): IdentifiedMember[] {
  const notWritten = new Set([...(outcome?.refused ?? []), ...(outcome?.unchanged ?? [])])
  return members.filter(
    (member): member is IdentifiedMember => member.guid !== undefined && !notWritten.has(member.guid),
  )
}

function recordEvent(
  groups: MembershipHistories,
  group: string,
  { guid }: IdentifiedMember,
  event: Omit<MembershipHistory, 'first'>,
): void {
  const histories = groups.get(group) ?? new Map<string, MembershipHistory>()
  groups.set(group, histories)
  histories.set(guid, { ...event, first: histories.get(guid)?.first ?? event.last })
}

function netLosses(histories: ReadonlyMap<string, MembershipHistory>): RecentLosses {
  const isLost = ({ first, last, isExcused }: MembershipHistory) =>
    first === 'lost' && last === 'lost' && !isExcused
  return {
    removed: guidsWhere(histories, (history) => isLost(history) && !history.isInside),
    withoutAccess: guidsWhere(histories, (history) => isLost(history) && history.isInside),
  }
}

const guidsWhere = (
  histories: ReadonlyMap<string, MembershipHistory>,
  matches: (history: MembershipHistory) => boolean,
): ReadonlySet<string> =>
  new Set([...histories].filter(([, history]) => matches(history)).map(([guid]) => guid))
