/** Reads the current state of one object, before or after it is written. */
import type { Connection, Entry } from './ldap/connection.js'
import type { Control } from './ldap/controls.js'
import { groupAttributes, identity } from './entries.js'
import { foundIn } from './findAll.js'
import { protectionAttributes } from './protection.js'

/** Returns undefined if the object does not exist. */
export async function readObject(
  connection: Connection,
  base: string,
  controls: readonly Control[] = [],
): Promise<Entry | undefined> {
  const attributes = [...identity, ...groupAttributes, ...protectionAttributes, 'isDeleted']
  const [entry] = await foundIn(connection, { base, scope: 'base', attributes, controls })
  return entry
}
