/**
 * The controllers of a domain. The first one is there from the start; every other one is a copy of it at that moment,
 * with a name, a certificate and a database of its own, and hears of nothing until it is told to replicate.
 */
import type { CertificateAuthority } from '../certificates.js'
import { createAdministration, type Administration } from './administration.js'
import { createFaults, type Faults } from './faults.js'
import { createLog, type LogEntry, type RequestLog } from './log.js'
import type { Directory } from './operations/context.js'
import { copyStore, pull, synchronize } from './replication/replicate.js'
import type { Schema } from './schema/schema.js'
import { plantServer } from './seed/servers.js'
import { startServer } from './server/server.js'
import { dnOf } from './store/entry.js'
import { nextSid } from './store/store.js'
import { createView, type View } from './view.js'

export interface ControllerOptions {
  /** Takes no changes, and refers whoever has some to the first controller. */
  readOnly?: boolean
  /** Its host name without the domain; dc2 and so on unless said otherwise. */
  name?: string
  /** Any free ones unless said otherwise. */
  ldapPort?: number
  ldapsPort?: number
  onAnswer?: (entry: LogEntry) => void
}

/** One controller as a client and a test get to know it. */
export interface Endpoint extends Administration, View {
  ldapUrl: string
  ldapsUrl: string
  /** `dc1.corp.contoso.test`; its certificate is for this name, localhost and 127.0.0.1. */
  host: string
  /** Which database it has; its own numbers of changes (uSNChanged) mean nothing to another one. */
  invocationId: string
  faults: Faults
  log: RequestLog
  /** Connections that are open. */
  connections(): number
  /** Cuts every connection; resolves when nothing listens any more. */
  close(): Promise<void>
}

export interface Controller extends Endpoint {
  /** Brings it and the first controller to the same state; a read-only one only hears of what is new. */
  replicate(): void
}

export async function openEndpoint(
  directory: Directory,
  authority: CertificateAuthority,
  { ldapPort = 0, ldapsPort = 0, onAnswer }: ControllerOptions,
): Promise<Endpoint> {
  const { store, host } = directory
  const [log, faults] = [createLog(onAnswer), createFaults()]
  const certificate = await authority.issue([host, 'localhost', '127.0.0.1'])
  const server = await startServer({ directory, log, faults }, { certificate, ldapPort, ldapsPort })
  const baseDn = [...store.heads.values()].map(dnOf)[0] ?? ''
  return {
    ldapUrl: `ldap://127.0.0.1:${server.ldapPort}`,
    ldapsUrl: `ldaps://127.0.0.1:${server.ldapsPort}`,
    host,
    invocationId: store.invocationId,
    faults,
    log,
    ...createAdministration(directory),
    ...createView(store, baseDn),
    connections: () => server.connections(),
    close: () => server.close(),
  }
}

/** What a copy of the first controller's database is made with. */
export interface Joining {
  first: Directory
  authority: CertificateAuthority
  newSchema: () => Schema
  seed?: string
  /** 2 for the second one. */
  number: number
}

export async function joinController(
  { first, authority, newSchema, seed, number }: Joining,
  options: ControllerOptions,
): Promise<Controller> {
  const { name = `dc${number}`, readOnly = false } = options
  const host = `${name}.${first.domain.dns}`
  const store = copyStore(first.store, {
    schema: newSchema(),
    ...(seed !== undefined && { seed: `${seed}:${name}` }),
  })
  // As in a real promotion, the others know of it, and it knows itself from the first exchange.
  plantServer(first.store, {
    host,
    invocationId: store.invocationId,
    sid: nextSid(first.store),
    readOnly,
  })
  pull(first.store, store)
  const directory = { ...first, store, host, ...(readOnly && { writableHost: first.host }) }
  const replicate = () => (readOnly ? pull : synchronize)(first.store, store)
  return { ...(await openEndpoint(directory, authority, options)), replicate }
}
