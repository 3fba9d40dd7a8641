/**
 * The connection of a run: made when it is first needed, made again when it was lost. A run stays with the domain
 * controller it began with: another one may not know yet what this one was told.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { trustedAuthorities } from '../config/authorities.js'
import { readSecret } from '../config/secrets.js'
import type { DirectoryConfig } from '../config/types.js'
import { asWritebackError, WritebackError } from '../errors.js'
import { connect, type Connection } from './connection.js'
import { discover, isDiscovered } from './discovery.js'

export interface Session {
  /**
   * A connection that stands, signed in. A sign-in that failed is not repeated, so that no account is locked.
   * @throws WritebackError `directoryUnreachable`, `directoryTls`, `bindRefused`, `secretMissing`
   */
  connection(): Promise<Connection>
  requests(): number
  close(): void
}

/** A domain controller that restarts is away for a moment. */
const reconnectAfterMs = [0, 1000, 4000]

/** `signal` ends a sign-in that is going on; a connection that stands lives on, for the changes in hand. */
export function openSession(config: DirectoryConfig, signal?: AbortSignal): Session {
  const made: Connection[] = []
  let current: Promise<Connection> | undefined
  let url: string | undefined

  const signIn = async (candidate: string): Promise<Connection> => {
    const password = await readSecret(config.bind.password, 'directory.bind.password')
    const { caPath, startTls } = config.tls
    const ca = await trustedAuthorities({ caPath })
    return whileSigningIn(signal, async (stop) => {
      const connection = await connect({ url: candidate, tls: { ca, startTls }, signal: stop })
      made.push(connection)
      url = candidate
      await connection.bind(config.bind.dn, password)
      return connection
    })
  }
  return {
    async connection() {
      const mine = current
      if (mine && !(await mine).closed) return mine
      // Requests that find the connection lost at the same time share the new one.
      if (current && current !== mine) return current
      current = url === undefined ? firstOf(config, signIn) : again(url, signIn)
      return current
    },
    requests: () => made.reduce((sum, connection) => sum + connection.requests(), 0),
    close: () => made.forEach((connection) => connection.close()),
  }
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

type SignIn = (url: string) => Promise<Connection>

/** Tries one address after the other; a server that answers and refuses ends it. */
async function firstOf({ urls, tls }: DirectoryConfig, signIn: SignIn): Promise<Connection> {
  const failures: WritebackError[] = []
  for (const url of urls) {
    try {
      for (const found of isDiscovered(url) ? await discover(url, tls) : [url]) {
        const connection = await signIn(found).catch((error: unknown) => passOver(error, failures))
        if (connection) return connection
      }
    } catch (error) {
      passOver(error, failures)
    }
  }
  throw allFailed(failures)
}

function passOver(error: unknown, failures: WritebackError[]): undefined {
  const failure = asWritebackError(error)
  if (failure.code !== 'directoryUnreachable' && failure.code !== 'directoryTls') throw failure
  failures.push(failure)
}

function allFailed(failures: readonly WritebackError[]): WritebackError {
  const [first, second] = failures
  if (first && !second) return first
  const code = failures.find(({ code }) => code === 'directoryTls')?.code ?? 'directoryUnreachable'
  const said = failures.flatMap(({ problems }) => problems.map(({ message }) => message))
  return new WritebackError(code, `No domain controller could be reached: ${said.join(' ')}`, {
    cause: first,
    wayOut: 'Check directory.urls and directory.tls, and that a server runs there.',
  })
}

async function again(url: string, signIn: SignIn): Promise<Connection> {
  let failure: unknown
  for (const pause of reconnectAfterMs) {
    await sleep(pause)
    try {
      return await signIn(url)
    } catch (error) {
      failure = error
      if (asWritebackError(error).code !== 'directoryUnreachable') break
    }
  }
  throw failure
}
