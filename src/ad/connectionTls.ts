import { asWritebackError, WritebackError } from '../errors.js'
import type { Target } from './connectionTarget.js'

const unknownAuthority = 'its certificate was issued by an authority that is not trusted here'
const reasons: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
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

/** Why no connection came about, as one sentence and what to do. */
export function connectFailure(
  target: Target,
  error: unknown,
  stopped: 'aborted' | number | undefined,
): WritebackError {
  const { url } = target
  if (stopped === 'aborted')
    return new WritebackError('aborted', `Connecting to ${url} was aborted.`, { cause: error })
  if (typeof stopped === 'number') {
    return new WritebackError('directoryUnreachable', `${url} was not reached within ${stopped} ms.`, {
      cause: error,
    })
  }
  if (error instanceof WritebackError) return error
  if (!(error instanceof Error)) return asWritebackError(error)
  const code = 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  if (reason) {
    const wayOut = waysOut[code] ?? trust
    return new WritebackError('directoryTls', `${url} cannot be trusted: ${reason}.`, {
      cause: error,
      wayOut,
    })
  }
  if (/^(EPROTO$|ERR_SSL|ERR_TLS)/.test(code) || /TLS connection was established/.test(error.message)) {
    return new WritebackError('directoryTls', `${url} and TLS: ${error.message.trim()}.`, {
      cause: error,
      wayOut: 'Check that the domain controller has a certificate and that the port is the one for LDAPS.',
    })
  }
  return new WritebackError('directoryUnreachable', `${url} is not reachable: ${error.message}.`, {
    cause: error,
  })
}
