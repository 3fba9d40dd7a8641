/**
 * The controllers of a domain. The first one exists from the start. Every other one starts as a copy of it
 * with its own name, certificate and database, and receives later changes only when `replicate` is called.
 */
import type { CertificateAuthority } from '../certificates.js'
import { createAdministration, type Administration } from './administration.js'
import { createFaults, type Faults } from './faults.js'
import { createLog, type LogEntry, type RequestLog } from './log.js'
import type { Directory } from './operations/context.js'
import { copyDatabase, pullChanges, replicateBothWays } from './replication/replicate.js'
import type { Schema } from './schema/schema.js'
import { seedServer } from './seed/servers.js'
import { startServer } from './server/server.js'
import { dnOf } from './store/entry.js'
import { nextSid } from './store/store.js'
import { createView, type View } from './view.js'

export interface ControllerOptions {
  /** Rejects writes with a referral to the first controller (RODC). */
  readOnly?: boolean
  /** Host name without the domain; dc2, dc3 and so on by default. */
  name?: string
  /** Free ports by default. */
  ldapPort?: number
  ldapsPort?: number
  onAnswer?: (entry: LogEntry) => void
}

/** One controller: addresses, administration, view, faults and log. */
export interface Endpoint extends Administration, View {
  ldapUrl: string
  ldapsUrl: string
  /** `dc1.corp.contoso.test`; the certificate is valid for this name, localhost and 127.0.0.1. */
  host: string
  /** Identifies the controller's database; uSNChanged values are comparable only within one. */
  invocationId: string
  faults: Faults
  log: RequestLog
  /** Number of open connections. */
  connections(): number
  /** Closes every connection; resolves when the ports are closed. */
  close(): Promise<void>
}

export interface Controller extends Endpoint {
  /** Replicates with the first controller in both directions; a read-only one only receives. */
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

/** Parameters of a new controller that copies the database of the first one. */
export interface NewController {
  first: Directory
  authority: CertificateAuthority
  newSchema: () => Schema
  seed?: string
  /** 2 for the second controller. */
  number: number
}

export async function joinController(
  { first, authority, newSchema, seed, number }: NewController,
  options: ControllerOptions,
): Promise<Controller> {
  const { name = `dc${number}`, readOnly = false } = options
  const host = `${name}.${first.domain.dns}`
  const store = copyDatabase(first.store, {
    schema: newSchema(),
    ...(seed !== undefined && { seed: `${seed}:${name}` }),
  })
  // As in a real promotion, the first controller gets the new one's objects, which the copy then receives.
  seedServer(first.store, {
    host,
    invocationId: store.invocationId,
    sid: nextSid(first.store),
    readOnly,
  })
  pullChanges(first.store, store)
  const directory = { ...first, store, host, ...(readOnly && { writableHost: first.host }) }
  const replicate = () => (readOnly ? pullChanges : replicateBothWays)(first.store, store)
  return { ...(await openEndpoint(directory, authority, options)), replicate }
}
