/**
 * What the engine needs from the world, and nothing else: one sentence a method. Each port has an in-memory
 * implementation in test/memory; one contract suite runs on it and on the real thing alike.
 */
import type { Problem, WritebackError } from '../errors.js'
import type { Approval } from '../model/approval.js'
import type { Change } from '../model/change.js'
import type { CompleteRead } from '../model/completeRead.js'
import type { AdoptionCandidate, Controller, DirectoryFacts, ObjectOrigin } from '../model/directory.js'
import type { CloudGroup, DesiredGroup, DirectoryGroup, UnreadGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { JournalHead, JournalOutcome, RecordedRun } from '../model/journal.js'
import type { GroupLocation, ObjectLocation, ProtectedPath } from '../model/location.js'
import type { CloudMember, MemberReference, ResolvedMember } from '../model/member.js'
import type { Memory } from '../model/memory.js'
import type { Check } from '../model/report.js'
import type { ScopeSetting } from '../model/scope.js'
import type { HeldAccess, LastRun, LeaseHolder, Trouble } from '../model/status.js'

/** Entra, read only. */
export interface GroupSource {
  /** Every group the scope names (where ids are given: of these), without members. */
  readGroups(
    scope: Exclude<ScopeSetting, 'selected'>,
    ids?: readonly string[],
    signal?: AbortSignal,
  ): Promise<CompleteRead<CloudGroup>>
  /**
   * Where each of these groups, which a listing did not have, stands: asked for by its id, by its id together with the
   * scope's own filter, and among the deleted groups. Whatever is not found is looked for more than once.
   */
  locateGroups(
    scope: Exclude<ScopeSetting, 'selected'>,
    ids: readonly string[],
    signal?: AbortSignal,
  ): Promise<CompleteRead<GroupLocation>>
  /** For each object id, mail address or display name the one group it means, or `groupNotFound`, `groupAmbiguous`. */
  findGroups(
    references: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, CloudGroup | Problem>>
  /** The direct members of each group; a group that could not be read has an error instead and stops only itself. */
  readMembers(
    groups: readonly CloudGroup[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, CompleteRead<CloudMember> | WritebackError>>
  /** Graph's own count of each group's direct members, from an index that may lag; one that gave none is missing. */
  countMembers(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, number>>
  /** The SIDs of users that are soft-deleted; none where this may not be read: it only names a cause. */
  readDeletedUsers(signal?: AbortSignal): Promise<ReadonlySet<string>>
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
  /** Members that were as they should be before the write: added by somebody else, or gone already. */
  unchanged: MemberReference[]
}

/** Active Directory. */
export interface GroupTarget {
  facts(signal?: AbortSignal): Promise<DirectoryFacts>
  /** The domain controller of this run. */
  controller(signal?: AbortSignal): Promise<Controller>
  /**
   * Reads the container's groups that carry an anchor (all, or those of some cloud groups) with their members, in
   * pages; only what `map` returns is kept. No object comes twice.
   */
  readManagedGroups<T>(
    which: 'all' | readonly string[],
    map: (groups: ReadonlyArray<DirectoryGroup | UnreadGroup>) => Promise<readonly T[]>,
    signal?: AbortSignal,
  ): Promise<CompleteRead<T>>
  /** Whether this container is there, as far as this account can see. */
  hasContainer(dn: string, signal?: AbortSignal): Promise<boolean>
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
  /** Which of these objects (GUIDs) are accounts that are disabled. */
  readDisabledAccounts(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>
  /** Which of these groups (GUIDs) this account sees to have no members, rather than not being allowed to see any. */
  readEmptyGroups(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>
  /**
   * For each of these groups (GUIDs) that stands in protected groups, directly or through others: one path to each of
   * them, as the DNs from the group above up to the protected one; the shortest comes first.
   */
  findProtectedParents(
    guids: readonly string[],
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly ProtectedPath[]>>
  /** Who made these objects (GUIDs), and when. */
  readOrigins(guids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ObjectOrigin>>
  /**
   * Where objects are that were written before and that this controller does not list; `controller` names the one that
   * wrote it.
   */
  locateObjects(
    objects: ReadonlyArray<{ guid: string; controller?: string }>,
    signal?: AbortSignal,
  ): Promise<ReadonlyMap<string, ObjectLocation>>
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

/** A change that is about to be written. */
export interface Intended {
  group: string
  change: Change
  /** The hash of the approval that covers it, where one was needed. */
  approval?: string
  /** AD was as the last run left it: who is added has joined in the cloud since. */
  joined?: true
}

/** One run's record: every change before the first write, then what became of each. */
export interface Journal {
  /** Later journals sort behind it. */
  readonly name: string
  outcome(index: number, outcome: JournalOutcome): Promise<void>
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
  readMemory(): Promise<Memory>
  writeMemory(memory: Memory): Promise<void>
  /** The steps that were told as withheld under this hash; undefined where it was not told here. */
  readWithheld(hash: string): Promise<readonly string[] | undefined>
  writeWithheld(hash: string, steps: readonly string[]): Promise<void>
  readApprovals(): Promise<Approval[]>
  writeApprovals(approvals: readonly Approval[]): Promise<void>
  /** Who still has access though the cloud says no. */
  readHeldAccess(): Promise<HeldAccess[]>
  writeHeldAccess(held: readonly HeldAccess[]): Promise<void>
  /**
   * Writes the head and all intents to disk before it returns.
   * @throws WritebackError `journalUnreadable` when an earlier journal is damaged
   */
  openJournal(head: JournalHead, intents: readonly Intended[]): Promise<Journal>
  /**
   * The runs that the journals record, in order: those after the journal of this name, or those that began since then.
   * @throws WritebackError `journalUnreadable`
   */
  readJournals(from: { after?: string } | { since: Date }): AsyncIterable<RecordedRun>
  /** Whether state can be written here. */
  check(): Promise<SideCheck>
}

/** Both sides, what is remembered, and the time. */
export interface Ports {
  source: GroupSource
  target: GroupTarget
  state: StateStore
  now(): Date
}
