/** Carries out one change. Each is idempotent: what is true already is a success. */
import type { Applied } from '../engine/ports.js'
import { WritebackError } from '../errors.js'
import { anchorAttributes, groupIdsOf } from '../model/anchor.js'
import type { Attributes, Change } from '../model/change.js'
import { isWithin, parentOf, rdnOf } from '../model/dn.js'
import { byGuid } from './binary.js'
import type { Connection, Entry } from './connection.js'
import { answeredWith } from './connectionErrors.js'
import { anchoredIds, groupAttributes, identityOf, isProtected, protectionAttributes } from './entries.js'
import { identity } from './managed.js'
import { writeMembers } from './members.js'
import { persist } from './persist.js'
import { resultCodes } from './resultCodes.js'
import type { Session } from './session.js'

const done: Applied = { refused: [] }

export async function write(session: Session, container: string, change: Change): Promise<Applied> {
  switch (change.type) {
    case 'createGroup':
      return persist(session, (connection) => create(connection, change.dn, change.attributes))
    case 'renameGroup':
      return persist(session, (connection) => rename(connection, change.guid, change.to))
    case 'moveGroup':
      return persist(session, (connection) => rename(connection, change.guid, change.to, parentOf(change.to)))
    case 'updateGroup':
      return persist(session, (connection) => update(connection, change))
    case 'addMembers': {
      const group = change.guid === undefined ? change.dn : byGuid(change.guid)
      return { refused: await writeMembers(session, group, 'add', change.members) }
    }
    case 'removeMembers':
      return { refused: await writeMembers(session, byGuid(change.guid), 'delete', change.members) }
    case 'deleteGroup':
      return persist(session, (connection) => remove(connection, change.guid, container))
  }
}

/** An object of that name that carries our anchor is our own, made by a run that did not live to tell. */
async function create(connection: Connection, dn: string, attributes: Attributes): Promise<Applied> {
  try {
    await connection.add(dn, { objectClass: ['top', 'group'], ...attributes })
  } catch (error) {
    if (!answeredWith(error, resultCodes.entryAlreadyExists)) throw error
    const holder = await read(connection, dn)
    const ours = groupIdsOf(anchorAttributes.flatMap((name) => attributes[name] ?? []))
    if (!holder || !anchoredIds(holder).some((id) => ours.includes(id))) throw taken(dn, holder, error)
  }
  const made = await read(connection, dn)
  if (!made) throw new WritebackError('directoryUnexpected', `${dn} was created, but is not there.`)
  const { guid, sid } = identityOf(made)
  return { guid, sid, refused: [] }
}

/** AD answers the same for two kinds of names: that of the object and that of the account. */
function taken(dn: string, holder: Entry | undefined, cause: unknown): WritebackError {
  const what = holder
    ? `${dn} exists already and is not ours.`
    : `The account name (sAMAccountName) of ${dn} is taken by another object of the domain.`
  return new WritebackError('nameTaken', what, { cause, wayOut: 'Rename that object.' })
}

/** By its DN of this moment: Samba, unlike AD, does not take a GUID for the name of an object to rename. */
async function rename(connection: Connection, guid: string, to: string, superior?: string): Promise<Applied> {
  const self = await read(connection, byGuid(guid))
  if (!self)
    throw new WritebackError('directoryRefused', `The object to become ${to} is gone.`, {
      wayOut: 'Run again.',
    })
  if (self.dn === to) return done
  try {
    await connection.modifyDn(self.dn, rdnOf(to) ?? to, superior)
    return done
  } catch (error) {
    if (!answeredWith(error, resultCodes.entryAlreadyExists)) throw error
    throw taken(to, await read(connection, to), error)
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

/** Looks once more before it deletes: somebody may have moved the object away or taken its anchor since. */
async function remove(connection: Connection, guid: string, container: string): Promise<Applied> {
  const entry = await read(connection, byGuid(guid))
  if (!entry) return done
  const { sid, dn } = identityOf(entry)
  if (anchoredIds(entry).length === 0 || !isWithin(dn, container) || isProtected(entry, sid)) {
    throw new WritebackError('protectedObject', `${dn} is not ours to delete any more.`, {
      wayOut: 'Run again to see how things are now.',
    })
  }
  await connection.delete(byGuid(guid))
  return done
}

async function read(connection: Connection, base: string): Promise<Entry | undefined> {
  const attributes = [...identity, ...groupAttributes, ...protectionAttributes]
  try {
    for await (const { items } of connection.search({ base, scope: 'base', attributes })) return items[0]
  } catch (error) {
    if (!answeredWith(error, resultCodes.noSuchObject)) throw error
  }
  return undefined
}
