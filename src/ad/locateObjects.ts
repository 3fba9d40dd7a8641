/**
 * Locates objects that earlier runs wrote and that this controller did not list.
 *
 * | on this controller | controller that wrote it             | location                                      |
 * |--------------------|--------------------------------------|-----------------------------------------------|
 * | found              |                                      | here                                          |
 * | not found          | this one                             | gone                                          |
 * |                    | another one, which has it            | not replicated                                |
 * |                    | another one, which does not have it  | gone                                          |
 * |                    | another one, which does not respond  | unknown; gone if the deletion is known here   |
 * |                    | unknown, or neither listed nor in    | gone if all listed controllers respond that   |
 * |                    | the forest any more                  | they do not have it, otherwise unknown        |
 */
import { childDn, rdnValue } from '../model/dn.js'
import type { ObjectLocation } from '../model/location.js'
import { parseExtendedDn, showDeleted } from './ldap/controls.js'
import { guidAndDn, textValues } from './entries.js'
import type { NamingContexts } from './directoryFacts.js'
import { and, equals } from './ldap/filter.js'
import { findByGuid, readEntriesIfPresent } from './searchEntries.js'
import {
  openOtherControllers,
  equalHostNames,
  type OtherController,
  type OtherControllers,
} from './otherControllers.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

export interface ObjectToLocate {
  guid: string
  /** The DNS name of the controller that wrote it. */
  controller?: string
}

export async function locateObjects(
  session: Session,
  naming: NamingContexts,
  objects: readonly ObjectToLocate[],
): Promise<Map<string, ObjectLocation>> {
  const search = { base: naming.domain, scope: 'sub', attributes: ['objectGUID'] } as const
  const guids = objects.map(({ guid }) => guid)
  const found = (await findByGuid(session, guids, search)).map(guidAndDn)
  const locations = new Map<string, ObjectLocation>(
    found.map(({ guid, dn }) => [guid, { guid, status: 'here', dn }]),
  )
  const absent = objects.filter(({ guid }) => !locations.has(guid))
  if (absent.length === 0) return locations
  const deleted = await findDeleted(session, naming.domain, absent)
  const peers = openOtherControllers(session, session.url(), naming.domain)
  try {
    for (const [writer, some] of byWriter(absent)) {
      const others = await queryOtherControllers(some, writer, { session, naming, peers })
      for (const guid of some) locations.set(guid, locationOf(guid, others, deleted))
    }
    return locations
  } finally {
    peers.close()
  }
}

interface OthersResult {
  /** The controller that has the object, by GUID. */
  found: ReadonlyMap<string, string>
  /** A controller that did not respond and may have the other objects. */
  unresponsive?: string
}

function locationOf(
  guid: string,
  { found, unresponsive }: OthersResult,
  deleted: ReadonlyMap<string, Deleted>,
): ObjectLocation {
  const controller = found.get(guid)
  if (controller !== undefined) return { guid, status: 'notReplicated', controller }
  const names = deleted.get(guid)
  if (names) return { guid, status: 'gone', ...names }
  return unresponsive === undefined
    ? { guid, status: 'gone' }
    : { guid, status: 'unknown', controller: unresponsive }
}

interface LookupContext {
  session: Session
  naming: NamingContexts
  peers: OtherControllers
}

async function queryOtherControllers(
  guids: readonly string[],
  writer: string | undefined,
  { session, naming, peers }: LookupContext,
): Promise<OthersResult> {
  if (writer !== undefined && equalHostNames(naming.host, writer)) return { found: new Map() }
  const peer = writer === undefined ? undefined : await peers.findByHost(writer)
  if (peer === 'unresponsive') return { found: new Map(), unresponsive: writer }
  if (peer) return queryPeers([peer], guids)
  const { responding, unresponsive } = await peers.openAll()
  const others = await queryPeers(responding, guids)
  const missed = others.unresponsive ?? unresponsive[0]
  if (missed !== undefined) return { found: others.found, unresponsive: writer ?? missed }
  // A writer that the forest still contains is only unavailable, even if the configuration does not list it.
  const isAway = writer !== undefined && (await isInForest(session, naming, writer))
  return isAway ? { found: others.found, unresponsive: writer } : others
}

async function queryPeers(
  peers: readonly OtherController[],
  guids: readonly string[],
): Promise<OthersResult> {
  const found = new Map<string, string>()
  const unresponsive: string[] = []
  for (const peer of peers) {
    const has = await peer.findObjects(guids)
    if (!has) unresponsive.push(peer.host)
    for (const guid of has ?? []) found.set(guid, peer.host)
  }
  return { found, ...(unresponsive[0] !== undefined && { unresponsive: unresponsive[0] }) }
}

function byWriter(objects: readonly ObjectToLocate[]): Map<string | undefined, string[]> {
  const groups = new Map<string | undefined, string[]>()
  for (const { guid, controller } of objects) {
    const key = controller?.toLowerCase()
    const known = groups.get(key)
    if (known) known.push(guid)
    else groups.set(key, [guid])
  }
  return groups
}

type Deleted = Pick<Extract<ObjectLocation, { status: 'gone' }>, 'deletedDn' | 'formerDn'>

/** Finds deleted objects by GUID. Without a special right the account cannot see any. */
async function findDeleted(
  session: Session,
  domain: string,
  objects: readonly ObjectToLocate[],
): Promise<Map<string, Deleted>> {
  const attributes = ['objectGUID', 'lastKnownParent']
  const search = { base: domain, scope: 'sub', attributes, controls: [showDeleted] } as const
  const guids = objects.map(({ guid }) => guid)
  const entries = await findByGuid(session, guids, search, (filter) =>
    and(equals('isDeleted', 'TRUE'), filter),
  )
  return new Map(
    entries.map((entry) => {
      const { guid, dn } = guidAndDn(entry)
      const [parent] = textValues(entry, 'lastKnownParent')
      const formerParent = parent && (parseExtendedDn(parent)?.dn ?? parent)
      return [guid, { deletedDn: dn, ...formerNameOf(dn, formerParent) }]
    }),
  )
}

/** The name of a deleted object is its former name, a line feed, and its GUID (MS-ADTS 3.1.1.5.5.1.1). */
function formerNameOf(dn: string, parent: string | undefined): Pick<Deleted, 'formerDn'> {
  const [name] = (rdnValue(dn) ?? '').split('\n')
  return name && parent ? { formerDn: childDn(name, parent) } : {}
}

/**
 * Returns true if the forest contains a domain controller with this DNS name: a server object with an nTDSDSA object
 * below it, which a demotion deletes (MS-ADTS 6.1.1.2.2.1.2).
 */
function isInForest(session: Session, { configuration }: NamingContexts, host: string): Promise<boolean> {
  return retryRead(session, async (connection) => {
    const filter = and(equals('objectClass', 'server'), equals('dNSHostName', host))
    const search = { base: `CN=Sites,${configuration}`, scope: 'sub', filter, attributes: ['cn'] } as const
    for (const { dn } of await readEntriesIfPresent(connection, search)) {
      const settings = {
        base: dn,
        scope: 'one',
        filter: equals('objectClass', 'nTDSDSA'),
        attributes: ['cn'],
      } as const
      if ((await readEntriesIfPresent(connection, settings)).length > 0) return true
    }
    return false
  })
}
