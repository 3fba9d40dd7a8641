/**
 * Repeats a write whose outcome nobody knows, or that the directory was too busy for. Every write here may be repeated:
 * one that was carried out after all answers that things are so already, and that is read back and taken for success.
 *
 * A write stays with its controller: on another one the outcome of the first try could not be read. Only a read-only
 * controller, which refers to another one and carries out nothing (MS-ADTS, "Originating Updates Attempted on an
 * RODC"), is left for good.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { asWritebackError, WritebackError } from '../errors.js'
import type { Connection } from './ldap/connection.js'
import { answeredWith } from './ldap/errors.js'
import { isBusy } from './outages.js'
import { resultCodes } from './ldap/resultCodes.js'
import type { Session } from './session.js'
import { pauseBefore } from './ldap/waitWarnings.js'

const pausesMs = [250, 1000, 4000]

/** `mayBeDone`: an earlier try had no answer, so that what is found to be so may be its work. */
export type Write<T> = (connection: Connection, mayBeDone: boolean) => Promise<T>

export async function retryWrite<T>(session: Session, write: Write<T>): Promise<T> {
  let mayBeDone = false
  for (let tries = 0; ;) {
    const connection = await session.connection()
    try {
      const result = await write(connection, mayBeDone)
      session.stay()
      return result
    } catch (error) {
      if (answeredWith(error, resultCodes.referral)) {
        await leaveReadOnly(session, connection.url, error)
        continue
      }
      session.stay()
      const pause = pausesMs[tries++]
      if (pause === undefined || !isPassing(error, connection)) throw error
      mayBeDone ||= asWritebackError(error).code === 'outcomeUnknown'
      session.warn(pauseBefore(pause, asWritebackError(error), connection.url))
      await sleep(pause)
    }
  }
}

function isPassing(error: unknown, connection: Connection): boolean {
  const { code } = asWritebackError(error)
  if (isBusy(error) || code === 'outcomeUnknown') return true
  return (code === 'directoryUnreachable' || code === 'directoryTimeout') && connection.closed
}

/** @throws WritebackError `directoryReadOnly` where no other controller answers */
async function leaveReadOnly(session: Session, url: string, error: unknown): Promise<void> {
  session.exclude(url)
  const message = `${url} is a read-only domain controller`
  try {
    await session.moveOn(new Set())
    session.warn({ code: 'directoryReadOnly', message: `${message}: going on with ${session.url()}.` })
  } catch (failure) {
    if (asWritebackError(failure).code === 'aborted') throw failure
    throw new WritebackError('directoryReadOnly', `${message}, and no other one can be used.`, {
      cause: error,
      hint: 'Write a domain controller that can be written to into directory.urls.',
    })
  }
}
