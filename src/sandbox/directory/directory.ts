/**
 * An emulated Active Directory of one domain, on loopback ports of its own: LDAP, StartTLS and LDAPS. It keeps to what AD
 * is documented to do, its limits and refusals included, and is as strict as AD where Samba is not. What it does not have
 * are Kerberos, SASL, replication, and permissions beyond those of access/rights.ts.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createAuthority } from '../certificates.js'
import { protectMembers } from './access/protection.js'
import { createAccess, type Access } from './access/rights.js'
import { createAdministration, type Administration } from './administration.js'
import { createFaults, type Faults } from './faults.js'
import { createLog, type LogEntry, type RequestLog } from './log.js'
import { defaultLimits, type Directory, type Limits } from './operations/context.js'
import { createSchema, type SchemaOptions } from './schema/schema.js'
import { plantForest } from './seed/domain.js'
import { startServer } from './server/server.js'
import { dnOf } from './store/entry.js'
import { bySid, createStore, type Store } from './store/store.js'
import { createView, type View } from './view.js'

export interface DirectoryOptions extends Partial<SchemaOptions> {
  /** The same GUIDs and SIDs every time. */
  seed?: string
  /** Its DNS name; corp.contoso.test unless said otherwise. */
  domain?: string
  adminPassword?: string
  /** First labels of domains below it, of which it has no more than their names: `child`. */
  childDomains?: readonly string[]
  /** DNS in the directory: two more naming contexts that searches refer to. */
  dnsZones?: boolean
  /** Deleted objects keep everything and can be brought back whole. */
  recycleBin?: boolean
  /** Refuses simple binds without TLS, as a hardened AD does. */
  strongAuth?: boolean
  /** Wrong passwords in a row after which an account is locked; never unless said otherwise. */
  lockoutThreshold?: number
  limits?: Partial<Limits>
  /** Any free ones unless said otherwise. */
  ldapPort?: number
  ldapsPort?: number
  onAnswer?: (entry: LogEntry) => void
  /** Milliseconds since 1970. */
  now?: () => number
}

export interface EmbeddedDirectory extends Administration, View {
  ldapUrl: string
  ldapsUrl: string
  /** What a client has to trust; the certificate is for the DC's name, localhost and 127.0.0.1. */
  caPem: string
  baseDn: string
  domainSid: string
  /** `CORP`, as in `CORP\name`. */
  netbiosName: string
  adminDn: string
  adminPassword: string
  /** They apply from the next request on. */
  limits: Limits
  faults: Faults
  log: RequestLog
  /** Connections that are open. */
  connections(): number
  /** Cuts every connection; resolves when nothing listens any more. */
  close(): Promise<void>
}

export async function startDirectory(options: DirectoryOptions = {}): Promise<EmbeddedDirectory> {
  const directory = createDirectory(options)
  const adminPassword = options.adminPassword ?? randomBytes(18).toString('base64url')
  const adminDn = enableAdministrator(directory, adminPassword)
  const { store, domain, host, limits } = directory
  const baseDn = [...store.heads.values()].map(dnOf)[0] ?? ''
  const authority = await createAuthority('Group writeback sandbox')
  const [log, faults] = [createLog(options.onAnswer), createFaults()]
  const server = await startServer(
    { directory, log, faults },
    {
      certificate: await authority.issue([host, 'localhost', '127.0.0.1']),
      ldapPort: options.ldapPort ?? 0,
      ldapsPort: options.ldapsPort ?? 0,
    },
  )
  return {
    ldapUrl: `ldap://127.0.0.1:${server.ldapPort}`,
    ldapsUrl: `ldaps://127.0.0.1:${server.ldapsPort}`,
    caPem: authority.caPem,
    baseDn,
    domainSid: store.domainSid,
    netbiosName: domain.netbios,
    adminDn,
    adminPassword,
    limits,
    faults,
    log,
    ...createAdministration(directory),
    ...createView(store, baseDn),
    connections: () => server.connections(),
    close: () => server.close(),
  }
}

function createDirectory(options: DirectoryOptions): Directory {
  const { seed, schema = '2016', exchange = 'none', domain: dns = 'corp.contoso.test' } = options
  const store = createStore({
    schema: createSchema({ schema, exchange }),
    domainSid: domainSidFrom(seed ?? randomBytes(16).toString('hex')),
    recycleBin: options.recycleBin ?? false,
    now: options.now ?? Date.now,
    ...(seed !== undefined && { seed }),
  })
  const domain = { dns, netbios: (dns.split('.')[0] ?? '').toUpperCase() }
  const domainDn = dns
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',')
  const zones = options.dnsZones ? ['ForestDnsZones', 'DomainDnsZones'] : []
  plantForest(store, { domainDn, exchange, ...domain, children: [...zones, ...(options.childDomains ?? [])] })
  const access = createAccess(options.lockoutThreshold ?? 0)
  protectMembers(store, access)
  const limits = { ...defaultLimits, ...options.limits }
  return { store, access, domain, host: `dc1.${dns}`, limits, strongAuth: options.strongAuth ?? false }
}

function domainSidFrom(seed: string): string {
  const bytes = createHash('sha256').update(`${seed}:domain`).digest()
  return ['S-1-5-21', ...[0, 4, 8].map((at) => bytes.readUInt32LE(at))].join('-')
}

function enableAdministrator({ store, access }: { store: Store; access: Access }, password: string): string {
  const administrator = bySid(store, `${store.domainSid}-500`)
  if (!administrator) throw new TypeError('A domain without an administrator.')
  access.passwords.set(administrator.guid, password)
  return dnOf(administrator)
}
