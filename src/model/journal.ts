/** What a journal records. The head of each run says who; later questions are answered out of it. */
import type { ErrorCode } from '../errorCodes.js'
import type { Problem } from '../errors.js'
import type { Change } from './change.js'

/** By what program and settings a run writes, and as whom. */
export interface Origin {
  /** The account that writes to the directory. */
  directoryAccount: string
  /** Of this program. */
  version: string
  /** SHA-256 of the configuration with its defaults filled in; it holds no secret. */
  configHash: string
}

export interface JournalHead extends Origin {
  runId: string
  command: string
  target: string
  startedAt: string
  planHash: string
  /** The account on the machine, and the machine. */
  account: string
  host: string
  /** The domain controller that is written to. */
  controller: string
  /** The approvals that changes of this run needed. */
  approvals: ReadonlyArray<{ hash: string; at: string; by: string; host: string }>
  /** What is about to be written without an approval, so that a later run need not read everything to count it. */
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
  /** Of an object that was created or taken over. */
  guid?: string
  /** Members by GUID: refused one by one, and those that were as they should be before. */
  refused?: readonly string[]
  unchanged?: readonly string[]
  problem?: Problem
}

/** A line of a journal, as it is read back. */
export type JournalEntry =
  | { type: 'intent'; index: number; group: string; change: Change; approval?: string; joined?: true }
  | ({ type: 'outcome'; index: number; at: string } & JournalOutcome)
  | { type: 'end'; at: string }

/** One run, as its journal has it. */
export interface RecordedRun {
  /** The journal's name; later runs sort behind earlier ones. */
  name: string
  head: JournalHead
  /** Its lines, in order. Of additions, which can be very many, only those to these groups. */
  entries(additionsTo: ReadonlySet<string>): AsyncIterable<JournalEntry>
}

const unanswered: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'outcomeUnknown',
  'directoryUnreachable',
  'directoryTimeout',
  'directoryUnexpected',
  'internal',
])

/** Errors after which a change may have been carried out all the same. */
export const isUnanswered = (code: ErrorCode): boolean => unanswered.has(code)
