/** Queries the other domain controllers for objects that the controller in use does not have. */
import { toWritebackError } from '../errors.js'
import { splitIntoChunks } from '../util/splitIntoChunks.js'
import { parseGuid } from './identifiers.js'
import type { Connection } from './ldap/connection.js'
import { guidAndDn } from './entries.js'
import { readNamingContexts } from './directoryFacts.js'
import { equals, or } from './ldap/filter.js'
import { readAllEntries, valuesPerFilter } from './searchEntries.js'
import type { Session } from './session.js'

export interface OtherController {
  /** Its DNS name. */
  host: string
  /** Returns the GUIDs of the objects that it has; undefined if it does not respond. */
  findObjects(guids: readonly string[]): Promise<Set<string> | undefined>
}

export interface OtherControllers {
  /** Returns the controller with this DNS name; `unresponsive` if it does not respond, undefined if no URL leads to it. */
  findByHost(host: string): Promise<OtherController | 'unresponsive' | undefined>
  /** Returns all other controllers that the configuration or DNS lists, and the URLs that did not respond. */
  openAll(): Promise<{ responding: OtherController[]; unresponsive: string[] }>
  close(): void
}

/** `here`: the URL of the controller in use. Signs in to each of the others at most once. */
export function openOtherControllers(
  session: Session,
  here: string | undefined,
  domain: string,
): OtherControllers {
  const visits = new Map<string, Promise<OtherController | undefined>>()
  const opened: Connection[] = []
  const visit = (url: string): Promise<OtherController | undefined> => {
    const known = visits.get(url) ?? openPeer(session, url, domain, opened)
    visits.set(url, known)
    return known
  }
  const addresses = async (): Promise<string[]> => {
    const all: string[] = []
    for await (const url of session.controllerUrls()) if (url !== here) all.push(url)
    return all
  }
  const openAll = async () => {
    const responding: OtherController[] = []
    const unresponsive: string[] = []
    for (const url of await addresses()) {
      const peer = await visit(url)
      if (peer) responding.push(peer)
      else unresponsive.push(url)
    }
    return { responding, unresponsive }
  }
  return {
    async findByHost(host) {
      const named = (await addresses()).find((url) => equalHostNames(hostOfUrl(url), host))
      if (named !== undefined) return (await visit(named)) ?? 'unresponsive'
      // The configuration may list it under another name, or not at all.
      const direct = await visit(urlForHost(host, here))
      if (direct) return direct
      return (await openAll()).responding.find((peer) => equalHostNames(peer.host, host))
    },
    openAll,
    close: () => opened.forEach((connection) => connection.close()),
  }
}

export const equalHostNames = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

export const hostOfUrl = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url)

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
): Promise<OtherController | undefined> {
  try {
    const connection = await session.openSeparateConnection(url)
    opened.push(connection)
    const { host } = await readNamingContexts(connection)
    return { host, findObjects: (guids) => unlessAborted(findGuids(connection, domain, guids)) }
  } catch (error) {
    return unlessAborted(Promise.reject(error as Error))
  }
}

async function unlessAborted<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (toWritebackError(error).code === 'aborted') throw error
    return undefined
  }
}

async function findGuids(
  connection: Connection,
  domain: string,
  guids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>()
  for (const some of splitIntoChunks(guids, valuesPerFilter)) {
    const filter = or(...some.map((guid) => equals('objectGUID', parseGuid(guid))))
    const search = { base: domain, scope: 'sub', filter, attributes: ['objectGUID'] } as const
    for (const entry of await readAllEntries(connection, search)) found.add(guidAndDn(entry).guid)
  }
  return found
}
