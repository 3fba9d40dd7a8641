/** The one table of exit codes: how a run ended, and what the process says of it. */
import type { ErrorCode } from './errorCodes.js'

export type RunStatus = 'inSync' | 'applied' | 'pending' | 'withheld' | 'partial' | 'failed'

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5

/** A failed run ends with 5 where one of `inputErrors` is among its problems. */
const exitCodes: Readonly<Record<RunStatus, ExitCode>> = {
  inSync: 0,
  applied: 0,
  failed: 1,
  pending: 2, // changes of a plan or a dry run, or removals that wait for proof
  withheld: 3, // an approval is needed
  partial: 4, // some groups failed, or a group that was named is not written
}

/** The caller has to change what was asked: 5 instead of 1. */
const inputErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'configNotFound',
  'configInvalid',
  'secretMissing',
  'usage',
  'filterRefused',
  'planInvalid',
  'tlsNotVerified',
])

export const exitCodeOfError = (code: ErrorCode): 1 | 5 => (inputErrors.has(code) ? 5 : 1)

/**
 * Reported, and no failure: what a run ends with that has nothing else to report. An approval that no run reported is told
 * only where something is withheld.
 */
const notices: ReadonlyMap<ErrorCode, ExitCode> = new Map<ErrorCode, ExitCode>([
  ['approvalStale', exitCodes.withheld],
  ['writebackDisabled', exitCodes.inSync],
  ['privilegedMembers', exitCodes.applied],
  ['aliasShared', exitCodes.inSync],
  ['stateDiscarded', exitCodes.inSync],
])

export const isNotice = (code: ErrorCode): boolean => notices.has(code)

/** Of a run with this problem alone, as the documentation lists it. */
export const exitCodeOfProblem = (code: ErrorCode): ExitCode => notices.get(code) ?? exitCodeOfError(code)

export function exitCodeOfRun(status: RunStatus, codes: readonly ErrorCode[]): ExitCode {
  return status === 'failed' && codes.some((code) => exitCodeOfError(code) === 5) ? 5 : exitCodes[status]
}
