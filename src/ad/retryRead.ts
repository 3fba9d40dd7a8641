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
import { asUnreachable, hadItsTime, isOutage } from './outages.js'
import type { Session } from './session.js'
import { pauseBefore } from './ldap/waitWarnings.js'

const readPausesMs = [250, 1000, 4000]

export interface Retry {
  /** Returns the connection for the next attempt. @throws WritebackError if no controller is left */
  connection(): Promise<Connection>
  /** Waits until the next attempt is due. @throws the error itself if there is no further attempt */
  failed(error: unknown, url?: string): Promise<void>
  /** Restarts the count of attempts, because the read made progress. */
  progressed(): void
}

export function startRetry(session: Session): Retry {
  const tried = new Set<string>()
  const failures: WritebackError[] = []
  let tries = 0
  let mustMoveOn = false

  async function failed(error: unknown, url = session.url()): Promise<void> {
    if (!isOutage(error) || url === undefined) throw error
    const pause = readPausesMs[tries++]
    const canMoveOn = session.mayMoveOn(new Set([...tried, url]))
    if (hadItsTime(error) && (canMoveOn || !ldapFailure(error)?.silent)) return giveUpController(error, url)
    if (pause === undefined) return giveUpController(error, url)
    await waitForRetry(session, pause, asUnreachable(error), url)
  }
  async function giveUpController(error: unknown, url: string): Promise<void> {
    tried.add(url)
    failures.push(asUnreachable(error))
    mustMoveOn = true
    tries = 0
  }
  async function connection(): Promise<Connection> {
    for (;;) {
      if (mustMoveOn) {
        mustMoveOn = false
        return session.moveOn(tried, failures)
      }
      try {
        return await session.connection([0]) // without pauses; `failed` waits
      } catch (error) {
        await failed(error)
      }
    }
  }
  return { connection, failed, progressed: () => (tries = 0) }
}

/** `first`: the connection of the first attempt, if it matters. */
export async function retryRead<T>(
  session: Session,
  read: (connection: Connection) => Promise<T>,
  first?: Connection,
): Promise<T> {
  const retry = startRetry(session)
  for (let connection = first ?? (await retry.connection()); ; connection = await retry.connection()) {
    try {
      return await read(connection)
    } catch (error) {
      await retry.failed(error, connection.url)
    }
  }
}

async function waitForRetry(session: Session, ms: number, error: WritebackError, url: string): Promise<void> {
  session.warn(pauseBefore(ms, error, url))
  try {
    await sleep(ms, undefined, { signal: session.signal })
  } catch (cause) {
    throw new WritebackError('aborted', `Waiting for ${url} was aborted.`, { cause })
  }
}
