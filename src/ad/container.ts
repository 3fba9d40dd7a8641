import { WritebackError } from '../errors.js'
import { containerProblem } from '../model/directory.js'
import { answeredWith, elsewhere, ldapFailure } from './ldap/errors.js'
import { resultCodes } from './ldap/resultCodes.js'

/** What an answer to a search means that has this container as its base; the error itself where it is about others. */
export function notHere(container: string, error: unknown): unknown {
  if (answeredWith(error, resultCodes.noSuchObject)) {
    const problem = containerProblem('missing', container)
    return new WritebackError('containerMissing', problem?.message ?? '', {
      cause: error,
      hint: problem?.hint,
    })
  }
  if (answeredWith(error, resultCodes.referral)) {
    const what = `The directory does not hold ${container} and refers to another one.`
    const hint = elsewhere('The container', ldapFailure(error))
    return new WritebackError('containerMissing', what, { cause: error, hint })
  }
  return error
}
