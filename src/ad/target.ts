/** Implements the engine's port `GroupTarget` for Active Directory. */
import type { DirectoryConfig } from '../config/types.js'
import type { GroupTarget } from '../engine/ports.js'
import type { Connection } from './ldap/connection.js'
import { readDisabledAccounts } from './disabledAccounts.js'
import { readEmptyGroups } from './emptyGroups.js'
import { readDirectoryFacts, readNamingContexts, type NamingContexts } from './directoryFacts.js'
import { locateObjects } from './locateObjects.js'
import { hostOfUrl } from './otherControllers.js'
import { findAdoptionCandidates, findWritten, resolveMembers } from './lookups.js'
import { readManagedGroups } from './managedGroups.js'
import { readObject } from './readObject.js'
import { readOrigins } from './origins.js'
import { checkDirectory } from './checkDirectory.js'
import { findProtectedParents } from './protectedParents.js'
import { retryRead } from './retryRead.js'
import { openSession, type SessionOptions } from './session.js'
import { writeChange } from './writeChange.js'

/** Returns the target; it connects on first use. */
export function openTarget(
  config: DirectoryConfig,
  options: SessionOptions = {},
): { target: GroupTarget; close: () => void } {
  const session = openSession(config, options)
  const { container } = config
  const namingOf = readOncePerConnection((connection: Connection) => readNamingContexts(connection))
  const naming = (): Promise<NamingContexts> => retryRead(session, namingOf)
  const domain = readOnce(async () => (await naming()).domain) // the same on every controller
  const managedContainer = async () => ({ domain: await domain(), container })
  const readFacts = readOnce(() =>
    retryRead(session, async (connection) =>
      readDirectoryFacts(connection, await namingOf(connection), container),
    ),
  )
  const target: GroupTarget = {
    readFacts,
    currentController: () =>
      retryRead(session, async (connection) => {
        const { host } = await namingOf(connection)
        return { url: connection.url, host: host || hostOfUrl(connection.url) }
      }),
    readManagedGroups: async (which, map, signal) =>
      readManagedGroups(session, await managedContainer(), which, map, signal),
    hasContainer: (dn) =>
      retryRead(session, async (connection) => (await readObject(connection, dn)) !== undefined),
    findAdoptionCandidates: async (groups) => findAdoptionCandidates(session, await domain(), groups),
    findWrittenObjects: (ids) => findWritten(session, container, ids),
    resolveMembers: async (sids) => resolveMembers(session, await domain(), sids),
    readDisabledAccounts: async (guids) => readDisabledAccounts(session, await domain(), guids),
    readEmptyGroups: async (guids) => readEmptyGroups(session, await domain(), guids),
    findProtectedParents: async (guids) => findProtectedParents(session, await domain(), guids),
    readOrigins: async (guids) => readOrigins(session, await domain(), guids),
    locateObjects: async (objects) => locateObjects(session, await naming(), objects),
    apply: async (change) => writeChange(session, await managedContainer(), change),
    check: () => checkDirectory({ naming, facts: readFacts, container, account: config.bind.dn }),
    requests: () => session.requests(),
  }
  return { target, close: () => session.close() }
}

/** Caches the result of a read; a read that failed is repeated. */
function readOnce<T>(read: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => {
    result ??= read()
    result.catch(() => (result = undefined))
    return result
  }
}

/** Caches the result per connection, because a URL may lead to another controller the next time. */
function readOncePerConnection<T>(
  read: (connection: Connection) => Promise<T>,
): (connection: Connection) => Promise<T> {
  const reads = new WeakMap<Connection, () => Promise<T>>()
  return (connection) => {
    const cached = reads.get(connection) ?? readOnce(() => read(connection))
    reads.set(connection, cached)
    return cached()
  }
}
