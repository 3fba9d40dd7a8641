/**
 * An emulated Active Directory of one domain, on loopback ports of its own: LDAP, StartTLS and LDAPS. It keeps to what AD
 * is documented to do, its limits and refusals included, and is as strict as AD where Samba is not. Further controllers of
 * the domain, read-only ones too, hear of its changes when they are told to. What it does not have are Kerberos, SASL, a
 * global catalog, sites, other domains than by name, replication that runs by itself, an access list that is written over
 * LDAP, and permissions beyond those of access/: groups of an OU that are delegated, attributes that may not be read,
 * objects that inherit nothing, and restoring. Access lists and passwords are one for all controllers.
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
import { plantForest } from './seed/domain.js'
import { plantServer } from './seed/servers.js'
import { dnOf } from './store/entry.js'
import { createRidMaster } from './store/rids.js'
import { bySid, createStore, type Store } from './store/store.js'

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

export interface EmbeddedDirectory extends Endpoint {
  /** What a client has to trust, whichever controller it talks to. */
  caPem: string
  baseDn: string
  domainSid: string
  /** `CORP`, as in `CORP\\name`. */
  netbiosName: string
  adminDn: string
  adminPassword: string
  /** They apply from the next request on, at every controller. */
  limits: Limits
  /** Starts another controller of the same domain, with everything that is there now. */
  addController(options?: ControllerOptions): Promise<Controller>
  /** Every controller hears of everything. */
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
      const newSchema = () => createSchema(schemaOf(options))
      const joining = { first, authority, newSchema, number: ++number }
      const controller = await joinController({ ...joining, ...(seed !== undefined && { seed }) }, given)
      others.push(controller)
      return controller
    },
    replicate() {
      // What the last one told reaches those before it the second time.
      for (const other of [...others, ...others]) other.replicate()
    },
    async close() {
      await Promise.all([endpoint, ...others].map((one) => one.close()))
    },
  }
}

const schemaOf = ({ schema = '2016', exchange = 'none' }: DirectoryOptions): SchemaOptions => ({
  schema,
  exchange,
})

function createDirectory(options: DirectoryOptions): Directory {
  const { seed, exchange = 'none', domain: dns = 'corp.contoso.test' } = options
  const store = createStore({
    schema: createSchema(schemaOf(options)),
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
  plantForest(store, { domainDn, exchange, ...domain, children: [...zones, ...(options.childDomains ?? [])] })
  const host = `dc1.${dns}`
  plantServer(store, {
    host,
    invocationId: store.invocationId,
    sid: `${store.domainSid}-1000`,
    readOnly: false,
  })
  const access = createAccess(options.lockoutThreshold ?? 0)
  protectMembers(store, access)
  store.endPlanting()
  const limits = { ...defaultLimits, ...options.limits }
  return { store, access, domain, host, limits, strongAuth: options.strongAuth ?? false }
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
