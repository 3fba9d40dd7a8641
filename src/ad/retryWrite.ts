/**
 * Retries a write whose outcome is unknown, or for which the directory was too busy. Every write here is idempotent:
 * if the earlier attempt was carried out, the directory responds that the state exists already; the object is read,
 * and the write counts as a success.
 *
 * A write stays with its controller, because the outcome of the first attempt may not be replicated to another one.
 * Only a read-only controller, which responds with a referral and writes nothing (MS-ADTS, "Originating Updates
 * Attempted on an RODC"), is excluded.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { toWritebackError, WritebackError } from '../errors.js'
import type { Connection } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import { isBusy } from './outages.js'
import { resultCodes } from './ldap/resultCodes.js'
import type { Session } from './session.js'
import { retryWarning } from './ldap/waitWarnings.js'

const writePausesMs = [250, 1000, 4000]

/** `mayBeDone`: an earlier attempt had no response and may have been carried out. */
export type WriteAttempt<T> = (connection: Connection, mayBeDone: boolean) => Promise<T>

export async function retryWrite<T>(session: Session, write: WriteAttempt<T>): Promise<T> {
  let mayBeDone = false
  for (let attempts = 0; ;) {
    const connection = await session.connection()
    try {
      const result = await write(connection, mayBeDone)
      session.recordWrite()
      return result
    } catch (error) {
      if (hasResultCode(error, resultCodes.referral)) {
        await excludeReadOnly(session, connection.url, error)
        continue
      }
      session.recordWrite()
      const pause = writePausesMs[attempts++]
      if (pause === undefined || !isRetryable(error, connection)) throw error
      mayBeDone ||= toWritebackError(error).code === 'outcomeUnknown'
      session.warn(retryWarning(pause, toWritebackError(error), connection.url))
      await sleep(pause)
    }
  }
}

function isRetryable(error: unknown, connection: Connection): boolean {
  const { code } = toWritebackError(error)
  if (isBusy(error) || code === 'outcomeUnknown') return true
  return (code === 'directoryUnreachable' || code === 'directoryTimeout') && connection.closed
}

/**
 * Moves on from a read-only controller.
 * @throws WritebackError `directoryReadOnly` if no other controller responds
 */
async function excludeReadOnly(session: Session, url: string, error: unknown): Promise<void> {
  session.excludeController(url)
  const message = `${url} is a read-only domain controller`
  try {
    await session.moveToNextController(new Set())
    session.warn({ code: 'directoryReadOnly', message: `${message}: continuing with ${session.url()}.` })
  } catch (failure) {
    if (toWritebackError(failure).code === 'aborted') throw failure
    throw new WritebackError('directoryReadOnly', `${message}, and no other domain controller can be used.`, {
      cause: error,
      hint: 'Add a writable domain controller to directory.urls.',
    })
  }
}
