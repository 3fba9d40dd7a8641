/** Carries out one change. Each is idempotent: what is true already is a success. */
import type { Applied } from '../engine/ports.js'
import { WritebackError } from '../errors.js'
import { anchorAttributes, groupIdsOf } from '../model/anchor.js'
import type { Change } from '../model/change.js'
import { isWithin, parentOf, rdnOf } from '../model/dn.js'
import { byGuid } from './identifiers.js'
import { adoptGroup, restoreGroup } from './adoptAndRestore.js'
import type { Connection, Entry } from './ldap/connection.js'
import { answeredWith } from './ldap/errors.js'
import { notHere } from './container.js'
import { anchoredIds, identityOf } from './entries.js'
import { entriesOf } from './findAll.js'
import type { Place } from './managedGroups.js'
import { writeMembers } from './writeMembers.js'
import { readObject } from './readObject.js'
import { protectionOf } from './protection.js'
import { resultCodes } from './ldap/resultCodes.js'
import { retryWrite, type Write } from './retryWrite.js'
import type { Session } from './session.js'

const done: Applied = { refused: [], unchanged: [] }

export async function write(
  session: Session,
  { domain, container }: Place,
  change: Change,
): Promise<Applied> {
  const carryOut = (work: Write<Applied>) => retryWrite(session, work)
  const members = (group: string, operation: 'add' | 'delete') => ({ session, domain, group, operation })
  switch (change.type) {
    case 'adoptGroup':
      return carryOut((connection) => adoptGroup(connection, container, change))
    case 'createGroup':
      return carryOut((connection, mayBeDone) => create(connection, change, mayBeDone))
    case 'restoreGroup':
      return carryOut((connection) => restoreGroup(connection, change))
    case 'renameGroup':
      return carryOut((connection) => rename(connection, change.guid, rdnOf(change.to)))
    case 'moveGroup':
      return carryOut((connection) => rename(connection, change.guid, undefined, parentOf(change.to)))
    case 'updateGroup':
      return carryOut((connection) => update(connection, change))
    case 'addMembers': {
      const group = change.guid === undefined ? change.dn : byGuid(change.guid)
      return writeMembers(members(group, 'add'), change.members)
    }
    case 'removeMembers':
      return writeMembers(members(byGuid(change.guid), 'delete'), change.members)
    case 'deleteGroup':
      return carryOut((connection, mayBeDone) =>
        remove(connection, { guid: change.guid, container, mayBeDone }),
      )
  }
}

/**
 * Where an earlier try had no answer, an object of that name that carries our anchor is its work. Without one it is
 * somebody else's: the next run finds it, and takes it over on approval.
 */
async function create(
  connection: Connection,
  { dn, attributes }: Extract<Change, { type: 'createGroup' }>,
  mayBeDone: boolean,
): Promise<Applied> {
  let isNew = true
  try {
    await connection.add(dn, { objectClass: ['top', 'group'], ...attributes })
  } catch (error) {
    if (answeredWith(error, resultCodes.referral)) await ensureHere(connection, parentOf(dn) ?? '')
    if (!answeredWith(error, resultCodes.entryAlreadyExists)) throw error
    if (!mayBeDone) throw taken(dn, await readObject(connection, dn), error)
    isNew = false
  }
  const made = await readCreated(connection, dn)
  const ours = groupIdsOf(anchorAttributes.flatMap((name) => attributes[name] ?? []))
  if (!isNew && !anchoredIds(made).some((id) => ours.includes(id))) throw taken(dn, made, undefined)
  const { guid, sid } = identityOf(made)
  return { guid, sid, refused: [], unchanged: [] }
}

/** Whatever goes wrong from here on, the object may be there, and is ours. */
async function readCreated(connection: Connection, dn: string): Promise<Entry> {
  const options = { hint: 'The next run looks for it.' }
  let made: Entry | undefined
  try {
    made = await readObject(connection, dn)
  } catch (cause) {
    throw new WritebackError('outcomeUnknown', `${dn} was created, and could not be read.`, {
      ...options,
      cause,
    })
  }
  if (made) return made
  throw new WritebackError('outcomeUnknown', `${dn} was created, and is not shown.`, options)
}

/**
 * A referral to a write comes from a read-only controller, or because the container is of another domain; then reading
 * it is answered in the same way. @throws WritebackError `containerMissing`
 */
async function ensureHere(connection: Connection, container: string): Promise<void> {
  try {
    await entriesOf(connection, { base: container, scope: 'base', attributes: ['1.1'] })
  } catch (error) {
    throw notHere(container, error)
  }
}

/** AD answers the same for two kinds of names: that of the object and that of the account. */
function taken(dn: string, holder: Entry | undefined, cause: unknown): WritebackError {
  const what = holder
    ? `${dn} exists already and is not ours.`
    : `The account name (sAMAccountName) of ${dn} is taken by another object of the domain.`
  return new WritebackError('nameTaken', what, { cause, hint: 'Rename that object.' })
}

/**
 * Changes the name or the container, and leaves the other one as it is: one of two changes may be held back. By the DN of
 * this moment: Samba, unlike AD, does not take a GUID for the name of an object to rename.
 */
async function rename(
  connection: Connection,
  guid: string,
  newRdn: string | undefined,
  superior?: string,
): Promise<Applied> {
  const self = await readObject(connection, byGuid(guid))
  if (!self) throw notShown(guid, 'renamed or moved')
  const rdn = newRdn ?? rdnOf(self.dn) ?? ''
  const to = [rdn, superior ?? parentOf(self.dn)].join(',')
  if (self.dn === to) return done
  try {
    await connection.modifyDn(self.dn, rdn, superior)
    return done
  } catch (error) {
    if (!answeredWith(error, resultCodes.entryAlreadyExists)) throw error
    throw taken(to, await readObject(connection, to), error)
  }
}

async function update(
  connection: Connection,
  change: Extract<Change, { type: 'updateGroup' }>,
): Promise<Applied> {
  const replacements = change.attributes.map(
    ({ name, to }) => ({ operation: 'replace', attribute: name, values: to }) as const,
  )
  await connection.modify(byGuid(change.guid), replacements)
  return done
}

interface Removal {
  guid: string
  container: string
  /** An earlier try had no answer. */
  mayBeDone: boolean
}

/**
 * Looks once more before it deletes: somebody may have moved the object away or taken its anchor since. One that is not
 * shown was deleted by an earlier try, or nothing is known of it: a run may have come to another domain controller,
 * which has not heard of it.
 */
async function remove(connection: Connection, { guid, container, mayBeDone }: Removal): Promise<Applied> {
  const entry = await readObject(connection, byGuid(guid))
  if (!entry && mayBeDone) return done
  if (!entry) throw notShown(guid, 'deleted')
  const { sid, dn } = identityOf(entry)
  const isProtected = protectionOf(entry, sid) !== undefined
  if (anchoredIds(entry).length === 0 || !isWithin(dn, container) || isProtected) {
    throw new WritebackError('protectedObject', `${dn} is not ours to delete any more.`, {
      hint: 'Run again to see how things are now.',
    })
  }
  await connection.delete(byGuid(guid))
  return done
}

const notShown = (guid: string, what: string): WritebackError =>
  new WritebackError('directoryRefused', `The object ${guid} that is to be ${what} is not there any more.`, {
    hint: 'Run again.',
  })
