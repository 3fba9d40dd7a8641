/** Opens a connection to one domain controller and signs in. */
import { readTrustedAuthorities } from '../util/trustedAuthorities.js'
import { readSecret } from '../config/secrets.js'
import type { DirectoryConfig, SecretReference } from '../config/types.js'
import { WritebackError, type Problem } from '../errors.js'
import { openConnection, defaultLdapTimeoutMs, type Connection } from './ldap/connection.js'
import { noResponseWarning } from './ldap/waitWarnings.js'

export interface SignInOptions {
  /** Aborts the sign-in; an open connection stays open. */
  signal?: AbortSignal
  warn: (problem: Problem) => void
  /** Called with the connection before its first request, so that all requests are counted. */
  onOpened: (connection: Connection) => void
}

/**
 * @throws WritebackError `directoryUnreachable`, `directoryTls`, `directoryTimeout`, `bindRefused`, `secretMissing`
 */
export async function signIn(
  url: string,
  { bind, tls, timeoutMs = defaultLdapTimeoutMs }: DirectoryConfig,
  { signal, warn, onOpened }: SignInOptions,
): Promise<Connection> {
  const password = await readSecret(bind.password, 'directory.bind.password')
  const ca = await readTrustedAuthorities({ caPath: tls.caPath })
  const onWait = (until: Date) => warn(noResponseWarning(url, until))
  const options = { url, tls: { ca, startTls: tls.startTls }, timeoutMs, onWait }
  return withAbort(signal, async (stop) => {
    const connection = await openConnection({ ...options, signal: stop })
    onOpened(connection)
    try {
      await connection.bind(bind.dn, password)
      return connection
    } catch (error) {
      connection.close()
      throw endsWithBlanks(bind.password, password) ? withPasswordHint(error) : error
    }
  })
}

/**
 * Trailing blanks in a file are sent as part of the password, but they are usually a mistake, so a hint mentions
 * them.
 */
const endsWithBlanks = (reference: SecretReference, password: string): boolean =>
  'file' in reference && password !== password.trimEnd()

const blanksHint =
  'The password file ends with blanks or several line breaks, which were sent as part of the password.'

function withPasswordHint(error: unknown): unknown {
  if (!(error instanceof WritebackError) || error.code !== 'bindRefused') return error
  const [{ message, hint = '' }] = error.problems
  return new WritebackError('bindRefused', message, {
    cause: error.cause,
    hint: `${hint} ${blanksHint}`.trim(),
  })
}

/** Passes the abort on while `work` runs, so that the connection does not depend on the signal afterwards. */
async function withAbort<T>(
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return work(stop.signal).finally(() => signal?.removeEventListener('abort', abort))
}
