/** Failures of a controller rather than of a request: another try, or another controller, may have more luck. */
import type { ErrorCode } from '../errorCodes.js'
import { asWritebackError, WritebackError } from '../errors.js'
import { answeredWith, ldapFailure } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'

const codes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'directoryUnreachable',
  'directoryTls',
  'directoryTimeout',
])

/** It is too busy for now. */
export const isBusy = (error: unknown): boolean =>
  answeredWith(error, resultCodes.busy, resultCodes.unavailable)

/** It is busy, gone, or so slow that waiting any longer is of no use. */
export const isOutage = (error: unknown): boolean => isBusy(error) || codes.has(asWritebackError(error).code)

/** It had all the time there was: waiting once more for the same one is the last thing to try. */
export const hadItsTime = (error: unknown): boolean =>
  (ldapFailure(error)?.silent ?? false) || answeredWith(error, resultCodes.timeLimitExceeded)

/** A read that a controller was too busy for to the end has found nobody to answer it. */
export function asUnreachable(error: unknown): WritebackError {
  const failure = asWritebackError(error)
  if (!isBusy(error)) return failure
  return new WritebackError('directoryUnreachable', failure.problems[0].message, {
    cause: failure.cause,
    hint: 'Run again when it is less busy, or write another domain controller into directory.urls as well.',
  })
}

/** Says once for all of them why none could be reached. */
export function allFailed(failures: readonly WritebackError[]): WritebackError {
  const [first, second] = failures
  if (first && !second) return first
  const code = failures.find((failure) => failure.code === 'directoryTls')?.code ?? 'directoryUnreachable'
  const said = failures.flatMap(({ problems }) => problems.map(({ message }) => message))
  return new WritebackError(code, `No domain controller could be reached: ${said.join(' ')}`, {
    cause: first,
    hint: 'Check directory.urls and directory.tls, and that a server runs there.',
  })
}
