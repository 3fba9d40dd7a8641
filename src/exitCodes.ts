/** Maps the status of a run and error codes to exit codes. */
import type { ErrorCode } from './errorCodes.js'

export type RunStatus = 'inSync' | 'applied' | 'pending' | 'withheld' | 'partial' | 'failed'

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5

/** Exit codes by status. A failed run has exit code 5 instead of 1 if one of its problems is in `inputErrors`. */
const exitCodeByStatus: Readonly<Record<RunStatus, ExitCode>> = {
  inSync: 0,
  applied: 0,
  failed: 1,
  pending: 2, // changes of a plan or a dry run, or removals that wait for proof
  withheld: 3, // approval needed
  partial: 4, // some groups failed, or a named group was not written
}

/** Errors in the configuration, the options or the input, which the caller has to correct. */
const inputErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
])

/** Returns the exit code of an error: 5 for a wrong configuration or usage, otherwise 1. */
export const exitCodeOfError = (code: ErrorCode): 1 | 5 => (inputErrors.has(code) ? 5 : 1)

/**
 * Problems that are not failures, with the exit code of a run that has no other problem. `approvalStale` is reported only
 * together with withheld changes.
 */
const notices: ReadonlyMap<ErrorCode, ExitCode> = new Map<ErrorCode, ExitCode>([
  ['approvalStale', exitCodeByStatus.withheld],
  ['writebackDisabled', exitCodeByStatus.inSync],
  ['privilegedMembers', exitCodeByStatus.applied],
  ['aliasShared', exitCodeByStatus.inSync],
  ['stateDiscarded', exitCodeByStatus.inSync],
])

export const isNotice = (code: ErrorCode): boolean => notices.has(code)

/** Returns the exit code of a run with this problem alone, as the documentation lists it. */
export const exitCodeOfProblem = (code: ErrorCode): ExitCode => notices.get(code) ?? exitCodeOfError(code)

export function runExitCode(status: RunStatus, codes: readonly ErrorCode[]): ExitCode {
  return status === 'failed' && codes.some((code) => exitCodeOfError(code) === 5)
    ? 5
    : exitCodeByStatus[status]
}
