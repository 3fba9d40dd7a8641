/** Finds protected groups that contain the given groups, directly or nested, and the paths to them. */
import pMap from 'p-map'
import type { ProtectedPath } from '../model/location.js'
import type { Connection, Entry } from './ldap/connection.js'
import { extendedDn } from './ldap/controls.js'
import { directoryMember } from './entries.js'
import { findByGuid, concurrentRequests } from './searchEntries.js'
import { grantsDomainControl, protectionAttributes } from './protection.js'
import { linksOfEntry, readLinks } from './ranges.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

/** A group and the GUIDs of the groups that contain it. */
interface Node {
  dn: string
  parents: readonly string[]
  isProtected: boolean
}

export async function findProtectedParents(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Map<string, ProtectedPath[]>> {
  const nodes = await readAncestors(session, domain, guids)
  const found = guids.map((guid) => [guid, pathsToProtected(guid, nodes)] as const)
  return new Map(found.filter(([, paths]) => paths.length > 0))
}

/** Reads level by level. Each group is read once, so that a cycle ends; groups above a protected one are not read. */
async function readAncestors(
  session: Session,
  domain: string,
  guids: readonly string[],
): Promise<Map<string, Node>> {
  const nodes = new Map<string, Node>()
  const starts = new Set(guids)
  const requested = new Set(guids)
  for (let level = [...requested]; level.length > 0;) {
    const above = new Set<string>()
    for (const [guid, node] of await readLevel(session, domain, level)) {
      nodes.set(guid, node)
      const isTop = node.isProtected && !starts.has(guid)
      for (const parent of isTop ? [] : node.parents) if (!requested.has(parent)) above.add(parent)
    }
    for (const guid of above) requested.add(guid)
    level = [...above]
  }
  return nodes
}

async function readLevel(session: Session, domain: string, guids: readonly string[]) {
  const attributes = ['objectGUID', 'objectSid', 'memberOf', ...protectionAttributes]
  const search = { base: domain, scope: 'sub', attributes, controls: [extendedDn] } as const
  const entries = await findByGuid(session, guids, search)
  return pMap(entries, (entry) => toNode(session, entry), { concurrency: concurrentRequests })
}

async function toNode(session: Session, entry: Entry): Promise<[guid: string, node: Node]> {
  const { guid, dn, sid = '' } = directoryMember(entry)
  const isPartial = [...entry.attributes.keys()].some((name) => name.startsWith('memberof;'))
  const readAll = (connection: Connection) => readLinks('memberOf', undefined, { guid, dn }, connection)
  const above = isPartial ? (await retryRead(session, readAll)).items : linksOfEntry('memberOf', entry)
  return [
    guid,
    { dn, parents: above.map((parent) => parent.guid), isProtected: grantsDomainControl(entry, sid) },
  ]
}

/** Finds the shortest path to each protected group above, breadth first. */
function pathsToProtected(start: string, nodes: ReadonlyMap<string, Node>): ProtectedPath[] {
  const seen = new Set([start])
  const paths: ProtectedPath[] = []
  const queue = [{ guid: start, path: [] as string[] }]
  for (const { guid, path } of queue) {
    for (const parent of nodes.get(guid)?.parents ?? []) {
      const node = nodes.get(parent)
      if (!node || seen.has(parent)) continue
      seen.add(parent)
      const longer = [...path, node.dn]
      if (node.isProtected) paths.push(longer)
      else queue.push({ guid: parent, path: longer })
    }
  }
  return paths
}
