/**
 * The interfaces that the engine needs, with one sentence per method. Each port has an in-memory implementation in
 * test/memory; one contract suite runs on that implementation and on the real one.
 */
import type { Problem, WritebackError } from '../errors.js'
import type { Approval } from '../model/approval.js'
import type { Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { AdoptionCandidate, Controller, DirectoryFacts, ObjectOrigin } from '../model/directory.js'
import type { CloudGroup, DesiredGroup, DirectoryGroup, UnreadDirectoryGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { JournalHead, JournalOutcome, RecordedRun } from '../model/journal.js'
import type { GroupLocation, ObjectLocation, ProtectedPath } from '../model/location.js'
import type { CloudMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { Memory } from '../model/memory.js'
import type { Check } from '../model/report.js'
import type { ScopeSetting } from '../model/scope.js'
import type { HeldAccess, LastRun, LeaseHolder, Trouble } from '../model/status.js'

/** Entra ID, read only. */
export interface GroupSource {
  /** Reads every group in the scope (if ids are given, only these), without members. */
  readGroups(
    scope: Exclude<ScopeSetting, 'selected'>,
    ids?: readonly string[],
    signal?: AbortSignal,
  ): Promise<CompleteRead<CloudGroup>>
  /**
   * Locates groups that are missing from a listing: by id, by id together with the scope's filter, and among the deleted
   * groups. A group that is not found is looked up more than once.
   */
  locateGroups(
    scope: Exclude<ScopeSetting, 'selected'>,
    ids: readonly string[],
    signal?: AbortSignal,
  ): Promise<CompleteRead<GroupLocation>>
  /** Resolves each object id, mail address or display name to one group, or to `groupNotFound` or `groupAmbiguous`. */
  findGroups(
    references: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, CloudGroup | Problem>>
  /** Reads the direct members of each group; a group that could not be read has an error instead and fails alone. */
  readMembers(
    groups: readonly CloudGroup[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, CompleteRead<CloudMember> | WritebackError>>
  /** Reads Graph's own count of each group's direct members, from an index that may lag; a missing count is left out. */
  countMembers(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>>
  /** Reads the SIDs of soft-deleted users; empty without the permission, since they only explain a cause. */
  readDeletedUsers(signal?: AbortSignal): Promise<ReadonlySet<string>>
  /** Checks that sign-in works and every permission is granted; returns all findings together. */
  check(signal?: AbortSignal): Promise<PreflightResult>
  /** Number of requests sent so far. */
  requestCount(): number
}

/** The preflight's findings on one side: check messages, and problems to repair. */
export interface PreflightResult {
  checks: Check[]
  problems: Problem[]
}

/** The result of a change. */
export interface ApplyResult {
  guid?: string
  sid?: string
  /** Members that the directory refused individually; the others were written. */
  refused: Array<{ member: MemberReference; message: string }>
  /** Members that needed no write: added or removed before by somebody else. */
  unchanged: MemberReference[]
}

/** Active Directory. */
export interface GroupTarget {
  readFacts(signal?: AbortSignal): Promise<DirectoryFacts>
  /** Returns the domain controller of this run. */
  currentController(signal?: AbortSignal): Promise<Controller>
  /**
   * Reads the container's groups that carry an anchor (all, or those of some cloud groups) with their members, in
   * pages; keeps only the results of `map`. No object is read twice.
   */
  readManagedGroups<T>(
    which: 'all' | readonly string[],
    map: (groups: ReadonlyArray<DirectoryGroup | UnreadDirectoryGroup>) => Promise<readonly T[]>,
    signal?: AbortSignal,
  ): Promise<CompleteRead<T>>
  /** Checks whether this container exists and is visible to this account. */
  hasContainer(dn: string, signal?: AbortSignal): Promise<boolean>
  /** Finds objects anywhere in the domain that a new group would collide with. */
  findAdoptionCandidates(
    groups: ReadonlyArray<DesiredGroup & { onPremisesSid?: string }>,
    signal?: AbortSignal,
  ): Promise<AdoptionCandidate[]>
  /** Finds the container's objects that carry the anchors of these groups, to be nested in others. */
  findWrittenObjects(
    groupIds: readonly string[],
    signal?: AbortSignal,
  ): Promise<Array<ResolvedMember & { groupId: string }>>
  /** Resolves SIDs to objects; leaves out a SID that the forest does not know. */
  resolveMembers(sids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ResolvedMember>>
  /** Returns those of these objects (GUIDs) that are disabled accounts. */
  readDisabledAccounts(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>
  /** Returns those of these groups (GUIDs) that have no members and whose members this account may read. */
  readEmptyGroups(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>
  /**
   * Finds the protected groups that each of these groups (GUIDs) is a member of, directly or through other groups: one
   * path to each of them, as DNs from the parent up to the protected group; the shortest path comes first.
   */
  findProtectedParents(
    guids: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly ProtectedPath[]>>
  /** Reads the owner and the creation time of these objects (GUIDs). */
  readOrigins(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ObjectOrigin>>
  /**
   * Locates objects that an earlier run wrote and that this domain controller does not list; `controller` is the domain
   * controller that wrote the object.
   */
  locateObjects(
    objects: ReadonlyArray<{ guid: string; controller?: string }>,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ObjectLocation>>
  /** Writes one change; idempotent. @throws WritebackError for the directory's error response */
  apply(change: Change): Promise<ApplyResult>
  /** Checks that the container can be written and the schema is sufficient; returns all findings together. */
  check(signal?: AbortSignal): Promise<PreflightResult>
  /** Number of requests sent so far. */
  requests(): number
}

export interface Lease {
  /** Aborted when another run takes the lease. */
  lost: AbortSignal
  release(): Promise<void>
}

/** A change that is about to be written. */
export interface IntendedChange {
  group: string
  change: Change
  /** The hash of the approval that covers it, if one was needed. */
  approval?: string
  /** AD had the expected members, so the added members joined in the cloud after the last run. */
  joined?: true
}

/** One run's journal: every intent before the first write, then the outcome of each. */
export interface Journal {
  /** Names sort in the order of the journals. */
  readonly name: string
  outcome(index: number, recordOutcome: JournalOutcome): Promise<void>
  close(): Promise<void>
}

/** The local state that is kept between runs. */
export interface StateStore {
  /** @throws WritebackError `leaseHeld` with the holder */
  takeLease(holder: LeaseHolder, breakLease: boolean): Promise<Lease>
  readLease(): Promise<LeaseHolder | undefined>
  readIntent(): Promise<Intent>
  writeIntent(intent: Intent): Promise<void>
  readFailedGroups(): Promise<Trouble[]>
  writeFailedGroups(failedGroups: readonly Trouble[]): Promise<void>
  readLastRun(): Promise<LastRun | undefined>
  writeLastRun(run: LastRun): Promise<void>
  readMemory(): Promise<Memory>
  writeMemory(memory: Memory): Promise<void>
  /** Reads the steps that were reported as withheld under this hash; undefined if this state has no such report. */
  readWithheld(hash: string): Promise<readonly string[] | undefined>
  writeWithheld(hash: string, steps: readonly string[]): Promise<void>
  readApprovals(): Promise<Approval[]>
  writeApprovals(approvals: readonly Approval[]): Promise<void>
  /** Reads who still has access in AD although the cloud ended it. */
  readHeldAccess(): Promise<HeldAccess[]>
  writeHeldAccess(held: readonly HeldAccess[]): Promise<void>
  /**
   * Writes the head and all intents to disk before it returns.
   * @throws WritebackError `journalUnreadable` when an earlier journal is damaged
   */
  openJournal(head: JournalHead, intents: readonly IntendedChange[]): Promise<Journal>
  /**
   * Reads the runs that the journals record, in order: those after the journal of this name, or those that began since
   * then.
   * @throws WritebackError `journalUnreadable`
   */
  readJournals(from: { after?: string } | { since: Date }): AsyncIterable<RecordedRun>
  /** Checks that the state can be written. */
  check(): Promise<PreflightResult>
}

/** Both sides, the local state and the clock. */
export interface Ports {
  source: GroupSource
  target: GroupTarget
  state: StateStore
  now(): Date
}
