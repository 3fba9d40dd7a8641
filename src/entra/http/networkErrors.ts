/** Errors of requests without a response. */
import { WritebackError } from '../../errors.js'

/** Returns true if TLS rejected the certificate of the server (Node: "X509 certificate error codes"). */
export function isCertificateError(error: unknown): boolean {
  const { code } = error as Partial<NodeJS.ErrnoException>
  return code !== undefined && /CERT|CRL|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^HOSTNAME_MISMATCH$/.test(code)
}

/** Returns the message of an error, with its code unless the message contains it. */
export function errorDescription(error: unknown): string {
  const { message = String(error), code } = error as Partial<NodeJS.ErrnoException>
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}

/** Copies an error without the request in it, which contains the token or the secret. */
export function copyWithoutRequest(error: unknown): Error {
  const { message = String(error), name = 'Error', code, stack } = error as Partial<NodeJS.ErrnoException>
  return Object.assign(new Error(message), {
    name,
    ...(code !== undefined && { code }),
    ...(stack && { stack }),
  })
}

interface FailedRequest {
  url: string
  signal?: AbortSignal
}

/**
 * Converts an error of the network to `graphUnreachable`.
 * @throws the reason of a cancelled run, and a WritebackError such as that of a failed sign-in, unchanged
 */
export function toNetworkError(error: unknown, { url, signal }: FailedRequest): WritebackError {
  if (error instanceof WritebackError) throw error
  signal?.throwIfAborted()
  const isCertificate = isCertificateError(error)
  const reason = isCertificate ? `: ${untrustedReason(error)}` : ` (${errorDescription(error)})`
  const message = `Graph cannot be reached for ${url.split('?')[0]}${reason}.`
  return new WritebackError('graphUnreachable', message, {
    cause: copyWithoutRequest(error),
    hint: isCertificate ? untrustedHint : 'Check the network, the proxy (HTTPS_PROXY) and entra.graphUrl.',
  })
}

export const untrustedReason = (error: unknown): string =>
  `the server certificate is not trusted (${errorDescription(error)})`

export const untrustedHint =
  'Set entra.tls.caPath to a PEM file with the certificate authority that issued it.'

/** Returns true if a retry can succeed: the network failed, not the check of the certificate. */
export const isRetryableNetworkError = ({ code, cause }: WritebackError): boolean =>
  code === 'graphUnreachable' && !isCertificateError(cause)
