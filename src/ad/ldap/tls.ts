import { asWritebackError, WritebackError } from '../../errors.js'
import { LdapFailure } from './errors.js'
import type { Target } from './serverUrl.js'

const unknownAuthority = 'its certificate was issued by an authority that is not trusted here'
const reasons: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate was issued by itself',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
}
const trust = 'Put the PEM of the authority that issued it into directory.tls.caPath.'
const waysOut: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Renew it on the server.',
  CERT_NOT_YET_VALID: 'Check the clocks.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use the name that the certificate is for in directory.urls.',
}

/** The names a certificate is for, where that was the trouble. */
function namesIn(error: Error & { cert?: { subjectaltname?: string } }): string {
  const names = error.cert?.subjectaltname
  return names ? ` (${names})` : ''
}

/** The server was reached, and the handshake failed: why, as one sentence, and what to do. */
export function handshakeFailure({ url }: Target, error: Error): WritebackError {
  const code = 'code' in error ? String(error.code) : ''
  const reason = reasons[code]?.concat(namesIn(error))
  if (reason) {
    const hint = waysOut[code] ?? trust
    return new WritebackError('directoryTls', `${url} cannot be trusted: ${reason}.`, {
      cause: error,
      hint,
    })
  }
  return new WritebackError('directoryTls', `${url} did not agree on TLS: ${reasonOf(error)}.`, {
    cause: error,
    hint: 'Check that the domain controller has a certificate for LDAP, and the port.',
  })
}

/** Where a name has several addresses, Node's error holds one for each and says nothing itself. */
const wordsOf = (error: Error): string =>
  error instanceof AggregateError
    ? error.errors.map((each: unknown) => (each instanceof Error ? each.message : String(each))).join('; ')
    : error.message

/** OpenSSL's own words, without its numbers and source files. */
const reasonOf = (error: Error & { reason?: unknown }): string =>
  typeof error.reason === 'string' ? error.reason : error.message.trim()

/** Why no connection came about. */
export function connectFailure(
  { url }: Target,
  error: unknown,
  stopped?: 'aborted' | number,
): WritebackError {
  if (stopped === 'aborted') {
    return new WritebackError('aborted', `Connecting to ${url} was aborted.`, { cause: error })
  }
  const details = {
    cause: error,
    hint: 'Check directory.urls, the firewall, and that a domain controller runs there.',
  }
  if (stopped !== undefined) {
    const what = `${url} gave no connection within ${stopped} ms.`
    const cause = new LdapFailure('connect', what, { silent: true, cause: error })
    return new WritebackError('directoryUnreachable', what, { ...details, cause })
  }
  if (error instanceof WritebackError || !(error instanceof Error)) return asWritebackError(error)
  return new WritebackError('directoryUnreachable', `${url} is not reachable: ${wordsOf(error)}.`, details)
}
