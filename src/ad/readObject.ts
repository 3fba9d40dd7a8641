/** Reads the current state of one object, before or after it is written. */
import type { Connection, Entry } from './ldap/connection.js'
import type { Control } from './ldap/controls.js'
import { groupAttributes, identityAttributes } from './entries.js'
import { readEntriesIfPresent } from './searchEntries.js'
import { protectionAttributes } from './protection.js'

/** Returns undefined if the object does not exist. */
export async function readObject(
  connection: Connection,
  base: string,
  controls: readonly Control[] = [],
): Promise<Entry | undefined> {
  const attributes = [...identityAttributes, ...groupAttributes, ...protectionAttributes, 'isDeleted']
  const [entry] = await readEntriesIfPresent(connection, { base, scope: 'base', attributes, controls })
  return entry
}
