/** Objects that are taken over, or brought back: they were there before. */
import type { Applied } from '../engine/ports.js'
import { asWritebackError, WritebackError } from '../errors.js'
import type { Change } from '../model/change.js'
import { isWithin } from '../model/dn.js'
import { byGuid } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { answeredWith } from './ldap/errors.js'
import { showDeleted } from './ldap/controls.js'
import { anchoredIds, identityOf, textsOf } from './entries.js'
import { readObject } from './readObject.js'
import { protectionOf } from './protection.js'
import { resultCodes } from './ldap/resultCodes.js'

type Of<T extends Change['type']> = Extract<Change, { type: T }>

/** Nothing is written: it is looked at once more, for somebody may have changed it since it was planned. */
export async function adoptGroup(
  connection: Connection,
  container: string,
  { guid, dn }: Of<'adoptGroup'>,
): Promise<Applied> {
  const entry = await readObject(connection, byGuid(guid))
  if (!entry) {
    throw new WritebackError('directoryRefused', `${dn} is gone.`, { hint: 'Run again.' })
  }
  const found = identityOf(entry)
  const protection = protectionOf(entry, found.sid)
  const isWindows = protection !== undefined && protection !== 'adminCount'
  if (anchoredIds(entry).length === 0 || !isWithin(found.dn, container) || isWindows) {
    throw new WritebackError('protectedObject', `${found.dn} is not ours to take over any more.`, {
      hint: 'Run again to see how things are now.',
    })
  }
  return { guid: found.guid, sid: found.sid, refused: [], unchanged: [] }
}

/**
 * Reanimation (MS-ADTS 3.1.1.5.3.7): one modify takes isDeleted away and gives a place. By its DN of this moment: Samba
 * does not take a GUID for the name of a deleted object that is changed.
 */
export async function restoreGroup(
  connection: Connection,
  { guid, dn }: Of<'restoreGroup'>,
): Promise<Applied> {
  const deleted = await readObject(connection, byGuid(guid), [showDeleted])
  if (!deleted) throw notRestored(dn, 'This account does not see it among the deleted objects.')
  if (!isDeleted(deleted)) return restored(deleted)
  try {
    await connection.modify(
      deleted.dn,
      [
        { operation: 'delete', attribute: 'isDeleted', values: [] },
        { operation: 'replace', attribute: 'distinguishedName', values: [dn] },
      ],
      [showDeleted],
    )
  } catch (error) {
    if (answeredWith(error, resultCodes.entryAlreadyExists)) {
      throw new WritebackError('nameTaken', `${dn} exists already and is not the group to restore.`, {
        cause: error,
        hint: 'Rename that object.',
      })
    }
    if (!answeredWith(error, ...refusals)) throw error
    throw notRestored(dn, asWritebackError(error).message, error)
  }
  const entry = await readObject(connection, byGuid(guid))
  if (!entry) throw new WritebackError('directoryUnexpected', `${dn} was restored, but is not there.`)
  return restored(entry)
}

/** operationsError is Samba's word for missing rights here (4.17, tombstone_reanimate.c). */
const refusals = [
  resultCodes.operationsError,
  resultCodes.noSuchAttribute,
  resultCodes.noSuchObject,
  resultCodes.insufficientAccessRights,
  resultCodes.unwillingToPerform,
]

const isDeleted = (entry: Entry): boolean => textsOf(entry, 'isDeleted')[0] === 'TRUE'

function restored(entry: Entry): Applied {
  const { guid, sid } = identityOf(entry)
  return { guid, sid, refused: [], unchanged: [] }
}

function notRestored(dn: string, why: string, cause?: unknown): WritebackError {
  return new WritebackError('restoreRefused', `${dn} could not be restored. ${why}`, {
    cause,
    hint: 'Restore it by hand (Restore-ADObject), or give the account the right "Reanimate Tombstones"; otherwise it is created anew, with another SID.',
  })
}
