/** Requests that got no answer: why, in words. */
import { WritebackError } from '../errors.js'
import type { GraphRequest } from './graphClient.js'

const untrusted = /certificate|self.signed|UNABLE_TO_|ERR_TLS|CERT_|SELF_SIGNED/i

/** What was thrown instead of an answer. A stopped run and a failed sign-in are no network errors and are thrown on. */
export function networkError(error: unknown, { url, signal }: GraphRequest): WritebackError {
  if (error instanceof WritebackError) throw error
  if (signal?.aborted) throw signal.reason
  const { message, code } = error as Error & { code?: string }
  const said = [code, message].filter(Boolean).join(': ')
  const what = `Graph cannot be reached (${said}) for ${url.split('?')[0]}`
  const wayOut = untrusted.test(said)
    ? 'Its certificate is not trusted: name the authority that issued it in entra.tls.caPath.'
    : 'Check the network, the proxy (HTTPS_PROXY) and entra.graphUrl.'
  return new WritebackError('graphUnreachable', `${what}.`, { cause: error, wayOut })
}

/** Worth another try: the network failed, not the trust in the other side. */
export function isLinkFailure({ code, cause }: WritebackError): boolean {
  const { message = '', code: reason = '' } = (cause ?? {}) as { message?: string; code?: string }
  return code === 'graphUnreachable' && !untrusted.test(`${reason} ${message}`)
}
