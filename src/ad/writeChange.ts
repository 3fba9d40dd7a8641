/** Writes one change. Each change is idempotent: a state that exists already counts as a success. */
import type { ApplyResult } from '../engine/ports.js'
import { WritebackError } from '../errors.js'
import { anchorAttributes, parseAnchors } from '../model/anchor.js'
import type { Change } from '../model/change.js'
import { isInContainer, parentDn, ownRdn } from '../model/dn.js'
import { guidDn } from './identifiers.js'
import { adoptGroup, restoreGroup, unmanagedReason } from './adoptAndRestore.js'
import type { Connection, Entry } from './ldap/connection.js'
import { hasResultCode } from './ldap/errors.js'
import { containerError } from './containerErrors.js'
import { anchoredGroupIds, identityOf } from './entries.js'
import { readAllEntries } from './searchEntries.js'
import type { ManagedContainer } from './managedGroups.js'
import { writeMembers } from './writeMembers.js'
import { readObject } from './readObject.js'
import { protectionOf } from './protection.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryWrite, type WriteAttempt } from './retryWrite.js'
import type { Session } from './session.js'

const written: ApplyResult = { refused: [], unchanged: [] }

export async function writeChange(
  session: Session,
  { domain, container }: ManagedContainer,
  change: Change,
): Promise<ApplyResult> {
  const retry = (work: WriteAttempt<ApplyResult>) => retryWrite(session, work)
  const members = (group: string, operation: 'add' | 'delete') => ({ session, domain, group, operation })
  switch (change.type) {
    case 'adoptGroup':
      return retry((connection) => adoptGroup(connection, container, change))
    case 'createGroup':
      return retry((connection, mayBeDone) => createGroup(connection, change, mayBeDone))
    case 'restoreGroup':
      return retry((connection) => restoreGroup(connection, change))
    case 'renameGroup':
      return retry((connection) => renameGroup(connection, change.guid, ownRdn(change.to)))
    case 'moveGroup':
      return retry((connection) => renameGroup(connection, change.guid, undefined, parentDn(change.to)))
    case 'updateGroup':
      return retry((connection) => updateGroup(connection, change))
    case 'addMembers': {
      const group = change.guid === undefined ? change.dn : guidDn(change.guid)
      return writeMembers(members(group, 'add'), change.members)
    }
    case 'removeMembers':
      return writeMembers(members(guidDn(change.guid), 'delete'), change.members)
    case 'deleteGroup':
      return retry((connection, mayBeDone) =>
        deleteObject(connection, { guid: change.guid, container, mayBeDone }),
      )
  }
}

/**
 * Creates a group. If an earlier attempt had no response, an object with that name and the group's anchor counts as
 * its result. Without such an attempt it is a foreign object: the next run finds it and adopts it after approval.
 */
async function createGroup(
  connection: Connection,
  { dn, attributes }: Extract<Change, { type: 'createGroup' }>,
  mayBeDone: boolean,
): Promise<ApplyResult> {
  let isNew = true
  try {
    await connection.add(dn, { objectClass: ['top', 'group'], ...attributes })
  } catch (error) {
    if (hasResultCode(error, resultCodes.referral)) await ensureInDomain(connection, parentDn(dn) ?? '')
    if (!hasResultCode(error, resultCodes.entryAlreadyExists)) throw error
    if (!mayBeDone) throw nameTaken(dn, await readObject(connection, dn), error)
    isNew = false
  }
  const made = await readCreated(connection, dn)
  const ids = parseAnchors(anchorAttributes.flatMap((name) => attributes[name] ?? []))
  if (!isNew && !anchoredGroupIds(made).some((id) => ids.includes(id))) throw nameTaken(dn, made, undefined)
  const { guid, sid } = identityOf(made)
  return { guid, sid, refused: [], unchanged: [] }
}

/** Reads the group after its creation. @throws WritebackError `outcomeUnknown`, because the group may exist */
async function readCreated(connection: Connection, dn: string): Promise<Entry> {
  const options = { hint: 'Run again: the next run looks for the object.' }
  let made: Entry | undefined
  try {
    made = await readObject(connection, dn)
  } catch (cause) {
    throw new WritebackError('outcomeUnknown', `${dn} was created, but could not be read.`, {
      ...options,
      cause,
    })
  }
  if (made) return made
  throw new WritebackError(
    'outcomeUnknown',
    `${dn} was created, but the directory does not return it.`,
    options,
  )
}

/**
 * Distinguishes the two reasons of a referral to a write: a read-only controller, or a container of another domain,
 * for which a read gets a referral as well.
 * @throws WritebackError `containerMissing`
 */
async function ensureInDomain(connection: Connection, container: string): Promise<void> {
  try {
    await readAllEntries(connection, { base: container, scope: 'base', attributes: ['1.1'] })
  } catch (error) {
    throw containerError(container, error)
  }
}

/**
 * AD returns entryAlreadyExists for two names: the DN of the object and its sAMAccountName. `holder`: the object at
 * the DN.
 */
function nameTaken(dn: string, holder: Entry | undefined, cause: unknown): WritebackError {
  const message = holder
    ? `${dn} exists already and is not managed by group-writeback.`
    : `The account name (sAMAccountName) of ${dn} is used by another object in the domain.`
  return new WritebackError('nameTaken', message, { cause, hint: 'Rename that object.' })
}

/**
 * Changes the name or the container and keeps the other one, because one of two changes may be withheld. Uses the
 * current DN, because Samba, unlike AD, does not accept a GUID as the name of an object to rename.
 */
async function renameGroup(
  connection: Connection,
  guid: string,
  newRdn: string | undefined,
  superior?: string,
): Promise<ApplyResult> {
  const self = await readObject(connection, guidDn(guid))
  if (!self) throw objectMissing(guid, 'renamed or moved')
  const rdn = newRdn ?? ownRdn(self.dn) ?? ''
  const to = [rdn, superior ?? parentDn(self.dn)].join(',')
  if (self.dn === to) return written
  try {
    await connection.modifyDn(self.dn, rdn, superior)
    return written
  } catch (error) {
    if (!hasResultCode(error, resultCodes.entryAlreadyExists)) throw error
    throw nameTaken(to, await readObject(connection, to), error)
  }
}

async function updateGroup(
  connection: Connection,
  change: Extract<Change, { type: 'updateGroup' }>,
): Promise<ApplyResult> {
  const replacements = change.attributes.map(
    ({ name, to }) => ({ operation: 'replace', attribute: name, values: to }) as const,
  )
  await connection.modify(guidDn(change.guid), replacements)
  return written
}

interface Removal {
  guid: string
  container: string
  /** True if an earlier attempt had no response. */
  mayBeDone: boolean
}

/**
 * Reads the object once more before it deletes it, because it may have been moved or have lost its anchor since. An
 * object that is not found was deleted by an earlier attempt without a response. Otherwise its state is unknown: the
 * run may use another domain controller, to which it is not replicated yet.
 */
async function deleteObject(
  connection: Connection,
  { guid, container, mayBeDone }: Removal,
): Promise<ApplyResult> {
  const entry = await readObject(connection, guidDn(guid))
  if (!entry && mayBeDone) return written
  if (!entry) throw objectMissing(guid, 'deleted')
  const { sid, dn } = identityOf(entry)
  const isProtected = protectionOf(entry, sid) !== undefined
  if (anchoredGroupIds(entry).length === 0 || !isInContainer(dn, container) || isProtected) {
    throw new WritebackError('protectedObject', `${dn} can no longer be deleted${unmanagedReason}`, {
      hint: 'Run again to plan with the current state.',
    })
  }
  await connection.delete(guidDn(guid))
  return written
}

const objectMissing = (guid: string, operation: string): WritebackError =>
  new WritebackError('directoryRefused', `The object ${guid} cannot be ${operation}: it no longer exists.`, {
    hint: 'Run again.',
  })
