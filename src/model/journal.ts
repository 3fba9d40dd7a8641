/** The records of a run's journal: its head, the intent and outcome of each change, and the end. */
import type { ErrorCode } from '../errorCodes.js'
import type { Problem } from '../errors.js'
import type { Change } from './change.js'

/** The program version, configuration and directory account of a run. */
export interface RunOrigin {
  /** The account that writes to the directory. */
  directoryAccount: string
  /** The version of this program. */
  version: string
  /** SHA-256 of the configuration including defaults; without secrets. */
  configHash: string
}

export interface JournalHead extends RunOrigin {
  runId: string
  command: string
  target: string
  startedAt: string
  planHash: string
  /** The account on `host` that started the run. */
  account: string
  host: string
  /** The domain controller that is written to. */
  controller: string
  /** The approvals that changes of this run needed. */
  approvals: ReadonlyArray<{ hash: string; at: string; by: string; host: string }>
  /** The number of changes without an approval, so that later runs can count them without reading all entries. */
  unapproved: UnapprovedChanges
}

export interface UnapprovedChanges {
  /** Memberships that end. */
  losses: number
  creations: number
  deletions: number
  renames: number
  moves: number
}

export interface JournalOutcome {
  outcome: 'done' | 'partial' | 'failed'
  /** The GUID of an object that was created or taken over. */
  guid?: string
  /** Members (GUIDs) that the directory refused. */
  refused?: readonly string[]
  /** Members (GUIDs) for which nothing had to be written. */
  unchanged?: readonly string[]
  problem?: Problem
}

/** One line of a journal. */
export type JournalEntry =
  | { type: 'intent'; index: number; group: string; change: Change; approval?: string; joined?: true }
  | ({ type: 'outcome'; index: number; at: string } & JournalOutcome)
  | { type: 'end'; at: string }

/** One run that was read from its journal. */
export interface RecordedRun {
  /** The journal's name; the names sort in the order of the runs. */
  name: string
  head: JournalHead
  /** Reads its lines in order; of additions, which can be numerous, only those to the groups `additionsTo`. */
  entries(additionsTo: ReadonlySet<string>): AsyncIterable<JournalEntry>
}

const unknownOutcomes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'outcomeUnknown',
  'directoryUnreachable',
  'directoryTimeout',
  'directoryUnexpected',
  'internal',
])

/** Returns true for an error after which the change may have been carried out nevertheless. */
export const mayBeCarriedOut = (code: ErrorCode): boolean => unknownOutcomes.has(code)
