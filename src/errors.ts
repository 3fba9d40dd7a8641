/**
 * Every way a run can fail, as one closed union: the `code` is the contract, the message is for people.
 * docs/errors-and-reasons.md explains each; a test holds its list against this one.
 */
export const errorCodes = [
  // what was asked: exit code 5
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
  // Entra
  'signInFailed',
  'graphUnreachable',
  'graphUnauthorized',
  'graphDenied',
  'graphThrottled',
  'graphUnavailable',
  'graphUnexpected',
  'graphIncomplete',
  'permissionMissing',
  // the directory
  'directoryUnreachable',
  'directoryTls',
  'directoryTimeout',
  'directoryUnexpected',
  'directoryIncomplete',
  'bindRefused',
  'directoryDenied',
  'directoryRefused',
  'directoryReadOnly',
  'containerMissing',
  'containerNotWritable',
  'exchangeMissing',
  // one group
  'groupNotFound',
  'groupAmbiguous',
  'groupNotSupported',
  'hiddenMembership',
  'countDiffers',
  'membersUnreadable',
  'primaryGroupMember',
  'anchorDuplicate',
  'anchorConflict',
  'anchorElsewhere',
  'anchorRemoved',
  'objectNotReplicated',
  'restoreRefused',
  'containerOutside',
  'nameTaken',
  'protectedObject',
  'outcomeUnknown',
  'backingOff',
  // the run
  'planStale',
  'approvalStale',
  'privilegedMembers',
  'aliasShared',
  'stateDiscarded',
  'writebackDisabled',
  'leaseHeld',
  'stateUnreadable',
  'stateNotWritable',
  'journalUnreadable',
  'aborted',
  'internal',
] as const

export type ErrorCode = (typeof errorCodes)[number]

const badInput: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
])

/** What went wrong in one sentence, and what to do about it in another. */
export interface Problem {
  code: ErrorCode
  message: string
  hint?: string
}

export interface ErrorDetails {
  /** What to do about it, as a sentence. */
  hint?: string
  cause?: unknown
  /** Where several things are wrong at once: all of them. */
  problems?: readonly Problem[]
}

/** The only error this package throws on purpose. `message` holds the cause with its numbers, then the hint. */
export class WritebackError extends Error {
  override readonly name = 'WritebackError'
  readonly code: ErrorCode
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(code: ErrorCode, what: string, details: ErrorDetails = {}) {
    super(details.hint ? `${what} ${details.hint}` : what, { cause: details.cause })
    this.code = code
    const [first = { code, message: what, ...(details.hint && { hint: details.hint }) }, ...others] =
      details.problems ?? []
    this.problems = [first, ...others]
  }

  /** 5 where the caller has to change what was asked, 1 for everything else. */
  get exitCode(): 1 | 5 {
    return badInput.has(this.code) ? 5 : 1
  }
}

/** Anything that was thrown, as a WritebackError; what nobody foresaw becomes `internal` and keeps its cause. */
export function asWritebackError(error: unknown): WritebackError {
  if (error instanceof WritebackError) return error
  return new WritebackError('internal', `Unforeseen: ${wordsOf(error)}`, {
    cause: error,
    hint: 'This is a defect of group-writeback: please report it with this text.',
  })
}

/** Node's AggregateError has no message of its own, and what is thrown need not be an error. */
function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join('; ')
  if (error instanceof Error) return error.message || error.name
  return typeof error === 'object' && error !== null ? 'what was thrown is no error' : String(error)
}
