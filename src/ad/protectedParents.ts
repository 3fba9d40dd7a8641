/** Climbs from groups to the groups they are in, level by level, and finds the ways to protected ones. */
import pMap from 'p-map'
import type { ProtectedPath } from '../model/location.js'
import type { Connection, Entry } from './ldap/connection.js'
import { extendedDn } from './ldap/controls.js'
import { memberOf } from './entries.js'
import { findByGuid, requestsAtATime } from './findAll.js'
import { isPowerful, protectionAttributes } from './protection.js'
import { linksIn, readLinks } from './ranges.js'
import { retryRead } from './retryRead.js'
import type { Session } from './session.js'

/** A group with the groups it is in. */
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
  const nodes = await climb(session, domain, guids)
  const found = guids.map((guid) => [guid, pathsToProtected(guid, nodes)] as const)
  return new Map(found.filter(([, paths]) => paths.length > 0))
}

/** Every group is asked about once, so that groups in a ring end; nothing is asked about above a protected one. */
async function climb(session: Session, domain: string, guids: readonly string[]): Promise<Map<string, Node>> {
  const nodes = new Map<string, Node>()
  const starts = new Set(guids)
  const asked = new Set(guids)
  for (let level = [...asked]; level.length > 0;) {
    const above = new Set<string>()
    for (const [guid, node] of await readLevel(session, domain, level)) {
      nodes.set(guid, node)
      const isTop = node.isProtected && !starts.has(guid)
      for (const parent of isTop ? [] : node.parents) if (!asked.has(parent)) above.add(parent)
    }
    for (const guid of above) asked.add(guid)
    level = [...above]
  }
  return nodes
}

async function readLevel(session: Session, domain: string, guids: readonly string[]) {
  const attributes = ['objectGUID', 'objectSid', 'memberOf', ...protectionAttributes]
  const search = { base: domain, scope: 'sub', attributes, controls: [extendedDn] } as const
  const entries = await findByGuid(session, guids, search)
  return pMap(entries, (entry) => nodeOf(session, entry), { concurrency: requestsAtATime })
}

async function nodeOf(session: Session, entry: Entry): Promise<[guid: string, node: Node]> {
  const { guid, dn, sid = '' } = memberOf(entry)
  const isCut = [...entry.attributes.keys()].some((name) => name.startsWith('memberof;'))
  const readAll = (connection: Connection) => readLinks('memberOf', undefined, { guid, dn }, connection)
  const above = isCut ? (await retryRead(session, readAll)).items : linksIn('memberOf', entry)
  return [guid, { dn, parents: above.map((parent) => parent.guid), isProtected: isPowerful(entry, sid) }]
}

/** The shortest way to each protected group above, breadth first. */
function pathsToProtected(start: string, nodes: ReadonlyMap<string, Node>): ProtectedPath[] {
  const seen = new Set([start])
  const paths: ProtectedPath[] = []
  const queue = [{ guid: start, path: [] as string[] }]
  for (const { guid, path } of queue) {
    for (const parent of nodes.get(guid)?.parents ?? []) {
      const node = nodes.get(parent)
      if (!node || seen.has(parent)) continue
      seen.add(parent)
      const way = [...path, node.dn]
      if (node.isProtected) paths.push(way)
      else queue.push({ guid: parent, path: way })
    }
  }
  return paths
}
