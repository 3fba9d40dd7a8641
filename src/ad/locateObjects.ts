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
import { childDn, nameOf } from '../model/dn.js'
import type { ObjectLocation } from '../model/location.js'
import { parseExtendedDn, showDeleted } from './ldap/controls.js'
import { placeOf, textsOf } from './entries.js'
import type { Naming } from './directoryFacts.js'
import { and, equals } from './ldap/filter.js'
import { findByGuid, foundIn } from './findAll.js'
import { peersOf, sameName, type Peer, type Peers } from './peers.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

export interface Written {
  guid: string
  /** The DNS name of the controller that wrote it. */
  controller?: string
}

export async function locateObjects(
  session: Session,
  naming: Naming,
  objects: readonly Written[],
): Promise<Map<string, ObjectLocation>> {
  const search = { base: naming.domain, scope: 'sub', attributes: ['objectGUID'] } as const
  const guids = objects.map(({ guid }) => guid)
  const found = (await findByGuid(session, guids, search)).map(placeOf)
  const locations = new Map<string, ObjectLocation>(
    found.map(({ guid, dn }) => [guid, { guid, place: 'here', dn }]),
  )
  const absent = objects.filter(({ guid }) => !locations.has(guid))
  if (absent.length === 0) return locations
  const deleted = await findDeleted(session, naming.domain, absent)
  const peers = peersOf(session, session.url(), naming.domain)
  try {
    for (const [writer, some] of byWriter(absent)) {
      const elsewhere = await findElsewhere(some, writer, { session, naming, peers })
      for (const guid of some) locations.set(guid, locationOf(guid, elsewhere, deleted))
    }
    return locations
  } finally {
    peers.close()
  }
}

interface Elsewhere {
  /** The controller that has the object, by GUID. */
  found: ReadonlyMap<string, string>
  /** A controller that did not respond and may have the other objects. */
  silent?: string
}

function locationOf(
  guid: string,
  { found, silent }: Elsewhere,
  deleted: ReadonlyMap<string, Deleted>,
): ObjectLocation {
  const controller = found.get(guid)
  if (controller !== undefined) return { guid, place: 'notReplicated', controller }
  const names = deleted.get(guid)
  if (names) return { guid, place: 'gone', ...names }
  return silent === undefined ? { guid, place: 'gone' } : { guid, place: 'unknown', controller: silent }
}

interface LookupContext {
  session: Session
  naming: Naming
  peers: Peers
}

async function findElsewhere(
  guids: readonly string[],
  writer: string | undefined,
  { session, naming, peers }: LookupContext,
): Promise<Elsewhere> {
  if (writer !== undefined && sameName(naming.host, writer)) return { found: new Map() }
  const peer = writer === undefined ? undefined : await peers.byName(writer)
  if (peer === 'silent') return { found: new Map(), silent: writer }
  if (peer) return queryPeers([peer], guids)
  const { answering, silent } = await peers.others()
  const elsewhere = await queryPeers(answering, guids)
  const missed = elsewhere.silent ?? silent[0]
  if (missed !== undefined) return { found: elsewhere.found, silent: writer ?? missed }
  // A writer that the forest still contains is only unavailable, even if the configuration does not list it.
  const isAway = writer !== undefined && (await isInForest(session, naming, writer))
  return isAway ? { found: elsewhere.found, silent: writer } : elsewhere
}

async function queryPeers(peers: readonly Peer[], guids: readonly string[]): Promise<Elsewhere> {
  const found = new Map<string, string>()
  const silent: string[] = []
  for (const peer of peers) {
    const has = await peer.find(guids)
    if (!has) silent.push(peer.host)
    for (const guid of has ?? []) found.set(guid, peer.host)
  }
  return { found, ...(silent[0] !== undefined && { silent: silent[0] }) }
}

function byWriter(objects: readonly Written[]): Map<string | undefined, string[]> {
  const groups = new Map<string | undefined, string[]>()
  for (const { guid, controller } of objects) {
    const key = controller?.toLowerCase()
    const known = groups.get(key)
    if (known) known.push(guid)
    else groups.set(key, [guid])
  }
  return groups
}

type Deleted = Pick<Extract<ObjectLocation, { place: 'gone' }>, 'deletedDn' | 'formerDn'>

/** Finds deleted objects by GUID. Without a special right the account cannot see any. */
async function findDeleted(
  session: Session,
  domain: string,
  objects: readonly Written[],
): Promise<Map<string, Deleted>> {
  const attributes = ['objectGUID', 'lastKnownParent']
  const search = { base: domain, scope: 'sub', attributes, controls: [showDeleted] } as const
  const guids = objects.map(({ guid }) => guid)
  const entries = await findByGuid(session, guids, search, (filter) =>
    and(equals('isDeleted', 'TRUE'), filter),
  )
  return new Map(
    entries.map((entry) => {
      const { guid, dn } = placeOf(entry)
      const [parent] = textsOf(entry, 'lastKnownParent')
      const formerParent = parent && (parseExtendedDn(parent)?.dn ?? parent)
      return [guid, { deletedDn: dn, ...formerNameOf(dn, formerParent) }]
    }),
  )
}

/** The name of a deleted object is its former name, a line feed, and its GUID (MS-ADTS 3.1.1.5.5.1.1). */
function formerNameOf(dn: string, parent: string | undefined): Pick<Deleted, 'formerDn'> {
  const [name] = (nameOf(dn) ?? '').split('\n')
  return name && parent ? { formerDn: childDn(name, parent) } : {}
}

/**
 * Returns true if the forest contains a domain controller with this DNS name: a server object with an nTDSDSA object
 * below it, which a demotion deletes (MS-ADTS 6.1.1.2.2.1.2).
 */
function isInForest(session: Session, { configuration }: Naming, host: string): Promise<boolean> {
  return retryRead(session, async (connection) => {
    const filter = and(equals('objectClass', 'server'), equals('dNSHostName', host))
    const search = { base: `CN=Sites,${configuration}`, scope: 'sub', filter, attributes: ['cn'] } as const
    for (const { dn } of await foundIn(connection, search)) {
      const settings = {
        base: dn,
        scope: 'one',
        filter: equals('objectClass', 'nTDSDSA'),
        attributes: ['cn'],
      } as const
      if ((await foundIn(connection, settings)).length > 0) return true
    }
    return false
  })
}
