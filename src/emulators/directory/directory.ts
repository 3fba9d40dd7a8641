/**
 * An emulated Active Directory of one domain on loopback ports: LDAP, StartTLS and LDAPS. It follows AD's
 * documentation, limits and error responses included, and is as strict as AD where Samba is not. It can have
 * further controllers, read-only ones included, which replicate on request.
 *
 * Not supported: Kerberos, SASL, a global catalog, sites, other domains except by name, automatic
 * replication, access lists written over LDAP, and permissions beyond those of access/ (delegated groups of
 * an OU, hidden attributes, blocked inheritance, restoring). All controllers share access rights and
 * passwords.
 */
import { createHash, randomBytes } from 'node:crypto'
import { createAuthority } from '../certificates.js'
import { protectMembers } from './access/protection.js'
import { createAccess, type Access } from './access/rights.js'
import {
  joinController,
  openEndpoint,
  type Controller,
  type ControllerOptions,
  type Endpoint,
} from './controllers.js'
import type { LogEntry } from './log.js'
import { defaultLimits, type Directory, type Limits } from './operations/context.js'
import { createSchema, type SchemaOptions } from './schema/schema.js'
import { seedForest } from './seed/domain.js'
import { seedServer } from './seed/servers.js'
import { dnOf } from './store/entry.js'
import { createRidMaster } from './store/rids.js'
import { findBySid, createStore, type Store } from './store/store.js'

export interface DirectoryOptions extends Partial<SchemaOptions> {
  /** Makes GUIDs and SIDs reproducible. */
  seed?: string
  /** DNS name; corp.contoso.test by default. */
  domain?: string
  adminPassword?: string
  /** First labels of child domains, such as `child`; they exist as names for referrals only. */
  childDomains?: readonly string[]
  /** Adds the naming contexts of DNS zones, to which searches refer. */
  dnsZones?: boolean
  /** Enables the recycle bin: deleted objects keep all attributes and can be restored. */
  recycleBin?: boolean
  /** Rejects simple binds without TLS, as a hardened AD does. */
  strongAuth?: boolean
  /** Number of consecutive failed binds that locks an account; no lockout by default. */
  lockoutThreshold?: number
  limits?: Partial<Limits>
  /** Free ports by default. */
  ldapPort?: number
  ldapsPort?: number
  onAnswer?: (entry: LogEntry) => void
  /** The clock, in milliseconds since 1970. */
  now?: () => number
}

export interface EmbeddedDirectory extends Endpoint {
  /** PEM certificate of the authority that signed the certificates of all controllers. */
  caPem: string
  baseDn: string
  domainSid: string
  /** `CORP`, as in `CORP\\name`. */
  netbiosName: string
  adminDn: string
  adminPassword: string
  /** Changes apply from the next request on, on every controller. */
  limits: Limits
  /** Starts another controller with a copy of the current database. */
  addController(options?: ControllerOptions): Promise<Controller>
  /** Replicates until every controller has every change. */
  replicate(): void
}

export async function startDirectory(options: DirectoryOptions = {}): Promise<EmbeddedDirectory> {
  const first = createDirectory(options)
  const adminPassword = options.adminPassword ?? randomBytes(18).toString('base64url')
  const adminDn = enableAdministrator(first, adminPassword)
  const authority = await createAuthority('Group writeback emulators')
  const endpoint = await openEndpoint(first, authority, options)
  const others: Controller[] = []
  let number = 1
  const { store, domain, limits } = first
  return {
    ...endpoint,
    caPem: authority.caPem,
    baseDn: [...store.heads.values()].map(dnOf)[0] ?? '',
    domainSid: store.domainSid,
    netbiosName: domain.netbios,
    adminDn,
    adminPassword,
    limits,
    async addController(given = {}) {
      const { seed } = options
      const newSchema = () => createSchema(schemaOptionsOf(options))
      const joining = { first, authority, newSchema, number: ++number }
      const controller = await joinController({ ...joining, ...(seed !== undefined && { seed }) }, given)
      others.push(controller)
      return controller
    },
    replicate() {
      // The second pass brings changes of later controllers to the earlier ones.
      for (const other of [...others, ...others]) other.replicate()
    },
    async close() {
      await Promise.all([endpoint, ...others].map((one) => one.close()))
    },
  }
}

const schemaOptionsOf = ({ schema = '2016', exchange = 'none' }: DirectoryOptions): SchemaOptions => ({
  schema,
  exchange,
})

function createDirectory(options: DirectoryOptions): Directory {
  const { seed, exchange = 'none', domain: dns = 'corp.contoso.test' } = options
  const store = createStore({
    schema: createSchema(schemaOptionsOf(options)),
    domainSid: domainSidFrom(seed ?? randomBytes(16).toString('hex')),
    recycleBin: options.recycleBin ?? false,
    now: options.now ?? Date.now,
    ridMaster: createRidMaster(),
    ...(seed !== undefined && { seed }),
  })
  const domain = { dns, netbios: (dns.split('.')[0] ?? '').toUpperCase() }
  const domainDn = dns
    .split('.')
    .map((part) => `DC=${part}`)
    .join(',')
  const zones = options.dnsZones ? ['ForestDnsZones', 'DomainDnsZones'] : []
  seedForest(store, { domainDn, exchange, ...domain, children: [...zones, ...(options.childDomains ?? [])] })
  const host = `dc1.${dns}`
  seedServer(store, {
    host,
    invocationId: store.invocationId,
    sid: `${store.domainSid}-1000`,
    readOnly: false,
  })
  const access = createAccess(options.lockoutThreshold ?? 0)
  protectMembers(store, access)
  store.endSeeding()
  const limits = { ...defaultLimits, ...options.limits }
  return { store, access, domain, host, limits, strongAuth: options.strongAuth ?? false }
}

function domainSidFrom(seed: string): string {
  const bytes = createHash('sha256').update(`${seed}:domain`).digest()
  return ['S-1-5-21', ...[0, 4, 8].map((at) => bytes.readUInt32LE(at))].join('-')
}

function enableAdministrator({ store, access }: { store: Store; access: Access }, password: string): string {
  const administrator = findBySid(store, `${store.domainSid}-500`)
  if (!administrator) throw new TypeError('The domain has no administrator.')
  access.passwords.set(administrator.guid, password)
  return dnOf(administrator)
}
