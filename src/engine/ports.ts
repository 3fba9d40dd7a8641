/**
 * What the engine needs from the world, and nothing else: one sentence a method. Each port has an in-memory
 * implementation in test/memory; one contract suite runs on it and on the real thing alike.
 */
import type { Problem, WritebackError } from '../errors.js'
import type { Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { AdoptionCandidate, DirectoryFacts } from '../model/directory.js'
import type { CloudGroup, DesiredGroup, DirectoryGroup, UnreadGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { CloudMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { Check } from '../model/report.js'
import type { ScopeSetting } from '../model/scope.js'
import type { LastRun, LeaseHolder, Trouble } from '../model/status.js'

/** Entra, read only. */
export interface GroupSource {
  /** Every group the scope names (where ids are given: of these), without members. */
  readGroups(
    scope: Exclude<ScopeSetting, 'selected'>,
    ids?: readonly string[],
    signal?: AbortSignal,
  ): Promise<CompleteRead<CloudGroup>>
  /** Which of these groups are in the cloud; one that is not in the answer was looked for more than once. */
  confirm(ids: readonly string[], signal?: AbortSignal): Promise<CompleteRead<CloudGroup>>
  /**
   * The one group a person means by an object id, mail address or display name.
   * @throws WritebackError `groupNotFound`, `groupAmbiguous`
   */
  findGroup(reference: string, signal?: AbortSignal): Promise<CloudGroup>
  /** The direct members of each group; a group that could not be read has an error instead and stops only itself. */
  readMembers(
    groups: readonly CloudGroup[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, CompleteRead<CloudMember> | WritebackError>>
  /** Whether sign-in works and every permission is there; all findings at once. */
  check(signal?: AbortSignal): Promise<SideCheck>
  /** Requests sent so far. */
  requests(): number
}

/** What a preflight found on one side: lines to read, and what has to be mended. */
export interface SideCheck {
  checks: Check[]
  problems: Problem[]
}

/** What became of a change. */
export interface Applied {
  guid?: string
  sid?: string
  /** Members the directory refused one by one; the others were written. */
  refused: Array<{ member: MemberReference; message: string }>
}

/** Active Directory. */
export interface GroupTarget {
  facts(signal?: AbortSignal): Promise<DirectoryFacts>
  /**
   * Reads the container's groups that carry an anchor (all, or those of some cloud groups) with their members, in
   * pages; only what `map` returns is kept.
   */
  readManagedGroups<T>(
    which: 'all' | readonly string[],
    map: (groups: ReadonlyArray<DirectoryGroup | UnreadGroup>) => Promise<readonly T[]>,
    signal?: AbortSignal,
  ): Promise<CompleteRead<T>>
  /** Objects anywhere in the domain that a new group would collide with. */
  findAdoptionCandidates(
    groups: ReadonlyArray<DesiredGroup & { onPremisesSid?: string }>,
    signal?: AbortSignal,
  ): Promise<AdoptionCandidate[]>
  /** The container's objects that carry the anchors of these groups, to be nested in others. */
  findWritten(
    groupIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Array<ResolvedMember & { groupId: string }>>
  /** The objects of these SIDs; one that the forest does not know is missing. */
  resolveMembers(sids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ResolvedMember>>
  /** Writes one change; one that is already true is a success. @throws WritebackError what the directory said */
  apply(change: Change): Promise<Applied>
  /** Whether the container can be written and the schema has what is needed; all findings at once. */
  check(signal?: AbortSignal): Promise<SideCheck>
  /** Requests sent so far. */
  requests(): number
}

export interface Lease {
  /** Aborted when somebody else took the lease. */
  lost: AbortSignal
  release(): Promise<void>
}

export interface JournalHead {
  runId: string
  command: string
  target: string
  startedAt: string
  planHash: string
}

/** One run's record: every change before the first write, then what became of each. */
export interface Journal {
  outcome(index: number, outcome: 'done' | 'partial' | 'failed', problem?: Problem): Promise<void>
  close(): Promise<void>
}

/** What is remembered between runs. */
export interface StateStore {
  /** @throws WritebackError `leaseHeld` naming the holder */
  takeLease(holder: LeaseHolder, breakIt: boolean): Promise<Lease>
  readLease(): Promise<LeaseHolder | undefined>
  readIntent(): Promise<Intent>
  writeIntent(intent: Intent): Promise<void>
  readTroubles(): Promise<Trouble[]>
  writeTroubles(troubles: readonly Trouble[]): Promise<void>
  readLastRun(): Promise<LastRun | undefined>
  writeLastRun(run: LastRun): Promise<void>
  /**
   * Writes the head and all intents to disk before it returns.
   * @throws WritebackError `journalUnreadable` when an earlier journal is damaged
   */
  openJournal(head: JournalHead, intents: ReadonlyArray<{ group: string; change: Change }>): Promise<Journal>
  /** Whether state can be written here. */
  check(): Promise<SideCheck>
}
