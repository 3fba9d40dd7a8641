/**
 * Retries a read after an outage of a domain controller: with pauses, over a new connection if the old one is lost, and
 * then on the next controller. Nothing is written meanwhile, so any controller may respond.
 *
 * | result                                       | action                                                    |
 * |----------------------------------------------|-----------------------------------------------------------|
 * | 51 busy, 52 unavailable, the connection lost | retry after 0.25, 1 and 4 s, then the next controller     |
 * | time-out, 3 timeLimitExceeded                | the next controller at once; retry after a time-out if it |
 * |                                              | is the only one                                           |
 * | any other result                             | an error                                                  |
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import type { Connection } from './ldap/connection.js'
import { ldapFailure } from './ldap/errors.js'
import { asUnreachableError, isTimeout, isOutage } from './outages.js'
import type { Session } from './session.js'
import { retryWarning } from './ldap/waitWarnings.js'

const readPausesMs = [250, 1000, 4000]

export interface ReadRetry {
  /** Returns the connection for the next attempt. @throws WritebackError if no controller is left */
  nextConnection(): Promise<Connection>
  /** Waits until the next attempt is due. @throws the error itself if there is no further attempt */
  handleFailure(error: unknown, url?: string): Promise<void>
  /** Restarts the count of attempts, because the read made progress. */
  recordProgress(): void
}

export function startReadRetry(session: Session): ReadRetry {
  const tried = new Set<string>()
  const failures: WritebackError[] = []
  let attempts = 0
  let mustMoveOn = false

  async function handleFailure(error: unknown, url = session.url()): Promise<void> {
    if (!isOutage(error) || url === undefined) throw error
    const pause = readPausesMs[attempts++]
    const canMoveOn = session.canMoveOn(new Set([...tried, url]))
    if (isTimeout(error) && (canMoveOn || !ldapFailure(error)?.timedOut)) return giveUpController(error, url)
    if (pause === undefined) return giveUpController(error, url)
    await waitForRetry(session, pause, asUnreachableError(error), url)
  }
  async function giveUpController(error: unknown, url: string): Promise<void> {
    tried.add(url)
    failures.push(asUnreachableError(error))
    mustMoveOn = true
    attempts = 0
  }
  async function nextConnection(): Promise<Connection> {
    for (;;) {
      if (mustMoveOn) {
        mustMoveOn = false
        return session.moveToNextController(tried, failures)
      }
      try {
        return await session.connection([0]) // without pauses; `handleFailure` waits
      } catch (error) {
        await handleFailure(error)
      }
    }
  }
  return { nextConnection, handleFailure, recordProgress: () => (attempts = 0) }
}

/** `first`: the connection of the first attempt, if it matters. */
export async function retryRead<T>(
  session: Session,
  read: (connection: Connection) => Promise<T>,
  first?: Connection,
): Promise<T> {
  const retry = startReadRetry(session)
  for (
    let connection = first ?? (await retry.nextConnection());
    ;
    connection = await retry.nextConnection()
  ) {
    try {
      return await read(connection)
    } catch (error) {
      await retry.handleFailure(error, connection.url)
    }
  }
}

async function waitForRetry(session: Session, ms: number, error: WritebackError, url: string): Promise<void> {
  session.warn(retryWarning(ms, error, url))
  try {
    await sleep(ms, undefined, { signal: session.signal })
  } catch (cause) {
    throw new WritebackError('aborted', `Waiting for ${url} was aborted.`, { cause })
  }
}
