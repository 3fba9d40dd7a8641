/** Translates the errors of requests for the configured container. */
import { WritebackError } from '../errors.js'
import { containerProblem } from '../model/directory.js'
import { hasResultCode, otherDomainHint, ldapFailure } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'

/**
 * Returns `containerMissing` if the error means that the search base does not exist in this domain; otherwise the
 * error.
 */
export function containerError(container: string, error: unknown): unknown {
  if (hasResultCode(error, resultCodes.noSuchObject)) {
    const problem = containerProblem('missing', container)
    return new WritebackError('containerMissing', problem?.message ?? '', {
      cause: error,
      hint: problem?.hint,
    })
  }
  if (hasResultCode(error, resultCodes.referral)) {
    const message = `The directory does not contain ${container} and returned a referral.`
    const hint = otherDomainHint('The container', ldapFailure(error))
    return new WritebackError('containerMissing', message, { cause: error, hint })
  }
  return error
}
