/** Builds the errors of a connection that could not be opened: TCP, StartTLS and TLS handshake. */
import { toWritebackError, WritebackError } from '../../errors.js'
import { LdapFailure } from './errors.js'
import type { ServerAddress } from './serverUrl.js'

const unknownAuthority = 'its certificate was issued by a certificate authority that is not trusted'
const certificateFaults: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  CERT_SIGNATURE_FAILURE: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate was issued for another name',
}
const trustAuthority = 'Add the certificate authority that issued it, as PEM, to directory.tls.caPath.'
const hints: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Renew the certificate on the server.',
  CERT_NOT_YET_VALID: 'Check the clocks of this machine and of the server.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Use the name in the certificate in directory.urls.',
}

/** The names in the certificate, as a parenthesis; empty unless a wrong name is the reason. */
function namesIn(error: Error & { cert?: { subjectaltname?: string } }): string {
  const names = error.cert?.subjectaltname
  return names ? ` (${names})` : ''
}

/** The error of a TLS handshake that failed. */
export function handshakeError({ url }: ServerAddress, error: Error): WritebackError {
  const code = 'code' in error ? String(error.code) : ''
  const reason = certificateFaults[code]?.concat(namesIn(error))
  if (reason) {
    const hint = hints[code] ?? trustAuthority
    return new WritebackError('directoryTls', `The TLS certificate of ${url} is not trusted: ${reason}.`, {
      cause: error,
      hint,
    })
  }
  return new WritebackError('directoryTls', `The TLS handshake with ${url} failed: ${reasonOf(error)}.`, {
    cause: error,
    hint: 'Check the port, and that the domain controller has a certificate for LDAP.',
  })
}

/** If a name has several addresses, Node's error has an empty message and contains one error per address. */
const networkReason = (error: Error): string =>
  error instanceof AggregateError
    ? error.errors.map((each: unknown) => (each instanceof Error ? each.message : String(each))).join('; ')
    : error.message

/** OpenSSL's reason, without its error numbers and source files. */
const reasonOf = (error: Error & { reason?: unknown }): string =>
  typeof error.reason === 'string' ? error.reason : error.message.trim()

/** The error of a connection that was not opened. `stopped`: aborted, or timed out after this many milliseconds. */
export function connectError(
  { url }: ServerAddress,
  error: unknown,
  stopped?: 'aborted' | number,
): WritebackError {
  if (stopped === 'aborted') {
    return new WritebackError('aborted', `The connection to ${url} was aborted.`, { cause: error })
  }
  const details = {
    cause: error,
    hint: 'Check directory.urls, the firewall, and that the domain controller is running.',
  }
  if (stopped !== undefined) {
    const message = `No connection to ${url} within ${stopped} ms.`
    const cause = new LdapFailure('connect', message, { timedOut: true, cause: error })
    return new WritebackError('directoryUnreachable', message, { ...details, cause })
  }
  if (error instanceof WritebackError || !(error instanceof Error)) return toWritebackError(error)
  return new WritebackError(
    'directoryUnreachable',
    `${url} is not reachable: ${networkReason(error)}.`,
    details,
  )
}
