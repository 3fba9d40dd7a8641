/** Queries the other domain controllers for objects that the controller in use does not have. */
import { asWritebackError } from '../errors.js'
import { chunked } from '../util/chunked.js'
import { guidBytes } from './identifiers.js'
import type { Connection } from './ldap/connection.js'
import { placeOf } from './entries.js'
import { readNaming } from './directoryFacts.js'
import { equals, or } from './ldap/filter.js'
import { entriesOf, valuesPerFilter } from './findAll.js'
import type { Session } from './session.js'

export interface Peer {
  /** Its DNS name. */
  host: string
  /** Returns the GUIDs of the objects that it has; undefined if it does not respond. */
  find(guids: readonly string[]): Promise<Set<string> | undefined>
}

export interface Peers {
  /** Returns the controller with this DNS name; `silent` if it does not respond, undefined if no URL leads to it. */
  byName(host: string): Promise<Peer | 'silent' | undefined>
  /** Returns all other controllers that the configuration or DNS lists, and the URLs that did not respond. */
  others(): Promise<{ answering: Peer[]; silent: string[] }>
  close(): void
}

/** `here`: the URL of the controller in use. Signs in to each of the others at most once. */
export function peersOf(session: Session, here: string | undefined, domain: string): Peers {
  const visits = new Map<string, Promise<Peer | undefined>>()
  const opened: Connection[] = []
  const visit = (url: string): Promise<Peer | undefined> => {
    const known = visits.get(url) ?? openPeer(session, url, domain, opened)
    visits.set(url, known)
    return known
  }
  const addresses = async (): Promise<string[]> => {
    const all: string[] = []
    for await (const url of session.addresses()) if (url !== here) all.push(url)
    return all
  }
  const others = async () => {
    const answering: Peer[] = []
    const silent: string[] = []
    for (const url of await addresses()) {
      const peer = await visit(url)
      if (peer) answering.push(peer)
      else silent.push(url)
    }
    return { answering, silent }
  }
  return {
    async byName(host) {
      const named = (await addresses()).find((url) => sameName(hostOf(url), host))
      if (named !== undefined) return (await visit(named)) ?? 'silent'
      // The configuration may list it under another name, or not at all.
      const direct = await visit(urlForHost(host, here))
      if (direct) return direct
      return (await others()).answering.find((peer) => sameName(peer.host, host))
    },
    others,
    close: () => opened.forEach((connection) => connection.close()),
  }
}

export const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url)

/** The URL of a host with the protocol and port of the controller in use. */
function urlForHost(host: string, here: string | undefined): string {
  const { protocol, port } = new URL(here ?? 'ldaps://any')
  return `${protocol}//${host}${port && ':'}${port}`
}

/** Signs in to a controller; returns undefined after any error. @throws WritebackError `aborted` */
async function openPeer(
  session: Session,
  url: string,
  domain: string,
  opened: Connection[],
): Promise<Peer | undefined> {
  try {
    const connection = await session.visit(url)
    opened.push(connection)
    const { host } = await readNaming(connection)
    return { host, find: (guids) => unlessAborted(findGuids(connection, domain, guids)) }
  } catch (error) {
    return unlessAborted(Promise.reject(error as Error))
  }
}

async function unlessAborted<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (asWritebackError(error).code === 'aborted') throw error
    return undefined
  }
}

async function findGuids(
  connection: Connection,
  domain: string,
  guids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>()
  for (const some of chunked(guids, valuesPerFilter)) {
    const filter = or(...some.map((guid) => equals('objectGUID', guidBytes(guid))))
    const search = { base: domain, scope: 'sub', filter, attributes: ['objectGUID'] } as const
    for (const entry of await entriesOf(connection, search)) found.add(placeOf(entry).guid)
  }
  return found
}
