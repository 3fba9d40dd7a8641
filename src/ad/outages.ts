/**
 * Classifies errors of a domain controller, as opposed to errors of a request: a retry or another controller may
 * succeed.
 */
import type { ErrorCode } from '../errorCodes.js'
import { toWritebackError, WritebackError } from '../errors.js'
import { hasResultCode, ldapFailure } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'

const outageCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'directoryUnreachable',
  'directoryTls',
  'directoryTimeout',
])

/** The controller responded that it is too busy. */
export const isBusy = (error: unknown): boolean =>
  hasResultCode(error, resultCodes.busy, resultCodes.unavailable)

/** The controller is busy, unreachable, or exceeded a time-out. */
export const isOutage = (error: unknown): boolean =>
  isBusy(error) || outageCodes.has(toWritebackError(error).code)

/** The controller used up the whole time-out, so another controller is tried before this one. */
export const isTimeout = (error: unknown): boolean =>
  (ldapFailure(error)?.timedOut ?? false) || hasResultCode(error, resultCodes.timeLimitExceeded)

/** Turns "busy" into `directoryUnreachable` for a read that is given up; returns other errors as they are. */
export function asUnreachableError(error: unknown): WritebackError {
  const failure = toWritebackError(error)
  if (!isBusy(error)) return failure
  return new WritebackError('directoryUnreachable', failure.problems[0].message, {
    cause: failure.cause,
    hint: 'Run again later, or add another domain controller to directory.urls.',
  })
}

/** Combines the errors of all controllers into one. */
export function allControllersFailed(failures: readonly WritebackError[]): WritebackError {
  const [first, second] = failures
  if (first && !second) return first
  const code = failures.find((failure) => failure.code === 'directoryTls')?.code ?? 'directoryUnreachable'
  const reasons = failures.flatMap(({ problems }) => problems.map(({ message }) => message))
  return new WritebackError(code, `No domain controller could be reached: ${reasons.join(' ')}`, {
    cause: first,
    hint: 'Check directory.urls and directory.tls, and that a domain controller is running.',
  })
}
