/** Requests that got no answer: why, in words. */
import { WritebackError } from '../../errors.js'

/** Of the other side of a connection: TLS refused its certificate (Node: "X509 certificate error codes"). */
export function isUntrusted(error: unknown): boolean {
  const { code } = error as Partial<NodeJS.ErrnoException>
  return code !== undefined && /CERT|CRL|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|^HOSTNAME_MISMATCH$/.test(code)
}

/** What an error says, with its code where the text does not have it. */
export function said(error: unknown): string {
  const { message = String(error), code } = error as Partial<NodeJS.ErrnoException>
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}

/** The HTTP library's errors hold the request, and with it the token or the secret; only what they say is kept. */
export function withoutRequest(error: unknown): Error {
  const { message = String(error), name = 'Error', code, stack } = error as Partial<NodeJS.ErrnoException>
  return Object.assign(new Error(message), {
    name,
    ...(code !== undefined && { code }),
    ...(stack && { stack }),
  })
}

interface Request {
  url: string
  signal?: AbortSignal
}

/** What was thrown instead of an answer. A stopped run and a failed sign-in are no network errors and are thrown on. */
export function networkError(error: unknown, { url, signal }: Request): WritebackError {
  if (error instanceof WritebackError) throw error
  signal?.throwIfAborted()
  const reason = said(error)
  const hint = isUntrusted(error)
    ? 'Its certificate is not trusted: name the authority that issued it in entra.tls.caPath.'
    : 'Check the network, the proxy (HTTPS_PROXY) and entra.graphUrl.'
  const what = `Graph cannot be reached (${reason}) for ${url.split('?')[0]}.`
  return new WritebackError('graphUnreachable', what, { cause: withoutRequest(error), hint })
}

/** Worth another try: the network failed, not the trust in the other side. */
export const isLinkFailure = ({ code, cause }: WritebackError): boolean =>
  code === 'graphUnreachable' && !isUntrusted(cause)
