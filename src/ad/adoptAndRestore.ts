/** Adopts existing objects and restores deleted ones. */
import type { ApplyResult } from '../engine/ports.js'
import { toWritebackError, WritebackError } from '../errors.js'
import type { Change } from '../model/change.js'
import { isInContainer } from '../model/dn.js'
import { guidDn } from './identifiers.js'
import type { Connection, Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import { showDeleted } from './ldap/controls.js'
import { anchoredGroupIds, identityOf, textValues } from './entries.js'
import { readObject } from './readObject.js'
import { protectionOf } from './protection.js'
import { resultCodes } from './ldap/resultCodes.js'

/** The reasons why an object is not written, as the end of a message. */
export const unmanagedReason = ': it has no anchor, is outside the container or is protected.'

type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>

/**
 * Checks that the object can still be adopted, because it may have changed since the plan was made. Writes nothing.
 * @throws WritebackError `directoryRefused`, `protectedObject`
 */
export async function adoptGroup(
  connection: Connection,
  container: string,
  { guid, dn }: ChangeOf<'adoptGroup'>,
): Promise<ApplyResult> {
  const entry = await readObject(connection, guidDn(guid))
  if (!entry) {
    throw new WritebackError('directoryRefused', `${dn} no longer exists.`, { hint: 'Run again.' })
  }
  const found = identityOf(entry)
  const protection = protectionOf(entry, found.sid)
  const isWindows = protection !== undefined && protection !== 'adminCount'
  if (anchoredGroupIds(entry).length === 0 || !isInContainer(found.dn, container) || isWindows) {
    throw new WritebackError('protectedObject', `${found.dn} can no longer be adopted${unmanagedReason}`, {
      hint: 'Run again to plan with the current state.',
    })
  }
  return { guid: found.guid, sid: found.sid, refused: [], unchanged: [] }
}

/**
 * Restores a deleted object (reanimation, MS-ADTS 3.1.1.5.3.7): one modify removes isDeleted and sets the new DN.
 * Uses the current DN, because Samba does not accept a GUID as the name of a deleted object in a modify.
 * @throws WritebackError `restoreRefused`, `nameTaken`, `directoryUnexpected`
 */
export async function restoreGroup(
  connection: Connection,
  { guid, dn }: ChangeOf<'restoreGroup'>,
): Promise<ApplyResult> {
  const deleted = await readObject(connection, guidDn(guid), [showDeleted])
  if (!deleted) throw notRestored(dn, 'The account cannot see it among the deleted objects.')
  if (!isDeleted(deleted)) return appliedResult(deleted)
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
    if (hasResultCode(error, resultCodes.entryAlreadyExists)) {
      throw new WritebackError('nameTaken', `${dn} exists already and is not the group to restore.`, {
        cause: error,
        hint: 'Rename that object.',
      })
    }
    if (!hasResultCode(error, ...refusals)) throw error
    throw notRestored(dn, toWritebackError(error).message, error)
  }
  const entry = await readObject(connection, guidDn(guid))
  if (!entry)
    throw new WritebackError(
      'directoryUnexpected',
      `${dn} was restored, but the directory does not return it.`,
    )
  return appliedResult(entry)
}

/**
 * Results that mean "not permitted". Samba responds to missing rights with operationsError (4.17,
 * tombstone_reanimate.c).
 */
const refusals = [
  resultCodes.operationsError,
  resultCodes.noSuchAttribute,
  resultCodes.noSuchObject,
  resultCodes.insufficientAccessRights,
  resultCodes.unwillingToPerform,
]

const isDeleted = (entry: Entry): boolean => textValues(entry, 'isDeleted')[0] === 'TRUE'

function appliedResult(entry: Entry): ApplyResult {
  const { guid, sid } = identityOf(entry)
  return { guid, sid, refused: [], unchanged: [] }
}

function notRestored(dn: string, reason: string, cause?: unknown): WritebackError {
  return new WritebackError('restoreRefused', `${dn} could not be restored. ${reason}`, {
    cause,
    hint:
      'Restore it with Restore-ADObject, or grant the account the right "Reanimate Tombstones"; ' +
      'otherwise the group is created again, with a new SID.',
  })
}
