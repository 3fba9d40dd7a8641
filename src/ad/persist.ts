/**
 * Repeats a write whose outcome nobody knows, or that the directory was too busy for. Every write here may be repeated:
 * one that was carried out after all answers that things are so already, and that is read back and taken for success.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { asWritebackError } from '../errors.js'
import type { Connection } from './connection.js'
import { answeredWith } from './connectionErrors.js'
import { resultCodes } from './resultCodes.js'
import type { Session } from './session.js'

const pausesMs = [250, 1000, 4000]

export async function persist<T>(
  session: Session,
  write: (connection: Connection) => Promise<T>,
): Promise<T> {
  for (const pause of pausesMs) {
    const connection = await session.connection()
    try {
      return await write(connection)
    } catch (error) {
      if (!isPassing(error, connection)) throw error
      await sleep(pause)
    }
  }
  return write(await session.connection())
}

function isPassing(error: unknown, connection: Connection): boolean {
  if (answeredWith(error, resultCodes.busy, resultCodes.unavailable)) return true
  const { code } = asWritebackError(error)
  return code === 'outcomeUnknown' || (code === 'directoryUnreachable' && connection.closed)
}
