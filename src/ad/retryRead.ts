/**
 * Repeats a read that a domain controller had no answer for: with pauses, over a new connection where the old one is
 * lost, and then on the next controller, as long as any answers. Nothing is written meanwhile, so that it does not
 * matter which of them tells.
 *
 * | what came                                    | what is done                                            |
 * |----------------------------------------------|---------------------------------------------------------|
 * | 51 busy, 52 unavailable, the connection lost | again after 0.25, 1 and 4 s, then the next controller   |
 * | silence, 3 timeLimitExceeded                 | the next controller at once; silence again if it is the |
 * |                                              | only one                                                |
 * | any other answer                             | an error                                                |
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { WritebackError } from '../errors.js'
import type { Connection } from './ldap/connection.js'
import { ldapFailure } from './ldap/errors.js'
import { asUnreachable, hadItsTime, isOutage } from './outages.js'
import type { Session } from './session.js'
import { pauseBefore } from './ldap/waitWarnings.js'

const pausesMs = [250, 1000, 4000]

export interface Retry {
  /** What to try on. @throws WritebackError where no controller is left */
  connection(): Promise<Connection>
  /** Waits until it is time for another try. @throws the failure itself, where there is nothing more to try */
  failed(error: unknown, url?: string): Promise<void>
  /** Something came: the next failure is the first one again. */
  progressed(): void
}

export function startRetry(session: Session): Retry {
  const tried = new Set<string>()
  const failures: WritebackError[] = []
  let tries = 0
  let isLeaving = false

  async function failed(error: unknown, url = session.url()): Promise<void> {
    if (!isOutage(error) || url === undefined) throw error
    const pause = pausesMs[tries++]
    const canLeave = session.mayMoveOn(new Set([...tried, url]))
    if (hadItsTime(error) && (canLeave || !ldapFailure(error)?.silent)) return leave(error, url)
    if (pause === undefined) return leave(error, url)
    await waitFor(session, pause, asUnreachable(error), url)
  }
  async function leave(error: unknown, url: string): Promise<void> {
    tried.add(url)
    failures.push(asUnreachable(error))
    isLeaving = true
    tries = 0
  }
  async function connection(): Promise<Connection> {
    for (;;) {
      if (isLeaving) {
        isLeaving = false
        return session.moveOn(tried, failures)
      }
      try {
        return await session.connection([0]) // the pauses are made here
      } catch (error) {
        await failed(error)
      }
    }
  }
  return { connection, failed, progressed: () => (tries = 0) }
}

/** `first`: a connection to begin with, where it has to be this one. */
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

async function waitFor(session: Session, ms: number, why: WritebackError, url: string): Promise<void> {
  session.warn(pauseBefore(ms, why, url))
  try {
    await sleep(ms, undefined, { signal: session.signal })
  } catch (cause) {
    throw new WritebackError('aborted', `Waiting for ${url} was aborted.`, { cause })
  }
}
