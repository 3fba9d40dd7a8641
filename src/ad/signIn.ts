/** One connection to one domain controller, signed in. */
import { trustedAuthorities } from '../util/trustedAuthorities.js'
import { readSecret } from '../config/secrets.js'
import type { DirectoryConfig, SecretReference } from '../config/types.js'
import { WritebackError, type Problem } from '../errors.js'
import { connect, usualTimeoutMs, type Connection } from './ldap/connection.js'
import { silenceOf } from './ldap/waitWarnings.js'

export interface SignInOptions {
  /** Ends the sign-in; a connection that stands lives on. */
  signal?: AbortSignal
  warn: (problem: Problem) => void
  /** Hears of the connection before anything is asked over it, so that all requests are counted. */
  onMade: (connection: Connection) => void
}

/** @throws WritebackError `directoryUnreachable`, `directoryTls`, `directoryTimeout`, `bindRefused`, `secretMissing` */
export async function signIn(
  url: string,
  { bind, tls, timeoutMs = usualTimeoutMs }: DirectoryConfig,
  { signal, warn, onMade }: SignInOptions,
): Promise<Connection> {
  const password = await readSecret(bind.password, 'directory.bind.password')
  const ca = await trustedAuthorities({ caPath: tls.caPath })
  const onWait = (until: Date) => warn(silenceOf(url, until))
  const options = { url, tls: { ca, startTls: tls.startTls }, timeoutMs, onWait }
  return whileSigningIn(signal, async (stop) => {
    const connection = await connect({ ...options, signal: stop })
    onMade(connection)
    try {
      await connection.bind(bind.dn, password)
      return connection
    } catch (error) {
      connection.close()
      throw endsInBlanks(bind.password, password) ? withHint(error) : error
    }
  })
}

/** A blank at its end belongs to a password, and is more often a slip in a file: it is only told. */
const endsInBlanks = (reference: SecretReference, password: string): boolean =>
  'file' in reference && password !== password.trimEnd()

function withHint(error: unknown): unknown {
  if (!(error instanceof WritebackError) || error.code !== 'bindRefused') return error
  const [{ message, hint = '' }] = error.problems
  return new WritebackError('bindRefused', message, {
    cause: error.cause,
    hint: `${hint} The password's file ends in blanks or more than one line end, which were sent as part of it.`.trim(),
  })
}

async function whileSigningIn<T>(
  signal: AbortSignal | undefined,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController()
  const abort = () => stop.abort()
  signal?.addEventListener('abort', abort)
  if (signal?.aborted) abort()
  return work(stop.signal).finally(() => signal?.removeEventListener('abort', abort))
}
