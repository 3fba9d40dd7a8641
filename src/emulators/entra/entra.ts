/**
 * An emulated Microsoft Entra tenant with sign-in and Graph on a loopback port. It responds as Microsoft
 * documents, special cases included, and rejects what the real service rejects.
 */
import { randomBytes } from 'node:crypto'
import { createAuthority as createCertificateAuthority } from '../certificates.js'
import { createApps, type App, type Apps, type NewApp } from './authority/apps.js'
import { createAuthority } from './authority/authority.js'
import { createTokens, type Tokens } from './authority/tokens.js'
import { createEdge, type Edge } from './edge.js'
import { createFaults, type FaultQueue, type Faults } from './faults.js'
import { createGraph } from './graph/graph.js'
import { createPaging, type Paging, type PagingOptions } from './graph/paging.js'
import { createThrottle, type ThrottleOptions } from './graph/throttling.js'
import { undocumentedOf, type Undocumented } from './graph/undocumented.js'
import { createLog, type LogEntry, type LogWriter, type RequestLog } from './log.js'
import type { EntraRequest } from './messages.js'
import { startServer } from './server.js'
import { idFrom } from './tenant/ids.js'
import type { OnPremisesDomain } from './tenant/newObjects.js'
import { createTenant, type Tenant, type TenantData } from './tenant/tenant.js'

export interface EntraOptions extends Partial<Undocumented> {
  /** Makes ids, SIDs and dates reproducible. */
  seed?: string
  tenantId?: string
  /** The verified domain; `contoso.onmicrosoft.com` by default. */
  domain?: string
  /** The AD domain of synced users and groups. */
  onPremises?: Partial<OnPremisesDomain>
  /**
   * App registrations; by default one with a random secret and the permissions that group writeback needs.
   */
  apps?: readonly NewApp[]
  /** Seconds; 3599 by default. */
  tokenLifetime?: number
  paging?: PagingOptions
  /** Rejects requests beyond the resource units with 429; without it they are only counted. */
  throttling?: ThrottleOptions
  /** A free port by default. */
  port?: number
  onRequest?: (request: EntraRequest) => void
  onAnswer?: (entry: LogEntry) => void
  /** The clock of tokens, lags and throttling, in milliseconds since 1970. */
  now?: () => number
}

export interface Entra {
  /** Origin, without a path, for the credential's `authorityHost`; requires `disableInstanceDiscovery`. */
  authorityHost: string
  /**
   * Origin, without a path; requests append `/v1.0` or `/beta`. The scope of tokens is `<graphUrl>/.default`.
   */
  graphUrl: string
  /** PEM certificate of the authority that a client must trust. */
  caPem: string
  tenantId: string
  tenant: Tenant
  /** The first app registration. */
  app: App
  apps: Apps
  tokens: Pick<Tokens, 'lifetime' | 'expireAll'>
  /** Page size and empty pages; changes apply from the next page on. */
  paging: PagingOptions
  /** Behaviour that Microsoft does not document; may be changed at any time. */
  undocumented: Undocumented
  faults: Faults
  log: RequestLog
  /** Closes every connection; resolves when the port is closed. */
  close(): Promise<void>
}

/** Everything that is created before the port is known. */
interface Parts {
  tenantId: string
  tenant: Tenant
  data: TenantData
  apps: Apps
  paging: Paging
  undocumented: Undocumented
  faults: FaultQueue
  log: LogWriter
  now: () => number
}

export async function startEntra(options: EntraOptions = {}): Promise<Entra> {
  const parts = partsOf(options)
  const { tenant, tenantId, apps, paging, undocumented, faults, log } = parts
  const wanted = options.apps ?? [{ secret: randomBytes(24).toString('base64url') }]
  const [app = apps.add({})] = wanted.map((one) => apps.add(one))
  const certificates = await createCertificateAuthority('Group writeback emulators')
  const server = await startServer(await certificates.issue(['localhost', '127.0.0.1']), options.port ?? 0)
  const origin = originOf(server.port)
  const lifetime = options.tokenLifetime ?? 3599
  const tokens = createTokens({ tenantId, audience: origin, lifetime, now: parts.now })
  server.handleWith(edgeOf(options, parts, server.port, tokens))
  return {
    authorityHost: origin,
    graphUrl: origin,
    caPem: certificates.caPem,
    tenantId,
    tenant,
    app,
    apps,
    tokens,
    paging,
    undocumented,
    faults,
    log,
    close: () => server.close(),
  }
}

const originOf = (port: number): string => `https://localhost:${port}`

function partsOf(options: EntraOptions): Parts {
  const { seed, domain = 'contoso.onmicrosoft.com', onPremises, now = Date.now } = options
  const tenantId = options.tenantId ?? idFrom(`${seed ?? randomBytes(16).toString('hex')}:tenant`)
  const { tenant, data } = createTenant({
    id: tenantId,
    domain,
    now,
    ...(seed !== undefined && { seed }),
    ...(onPremises && { onPremises }),
  })
  return {
    tenantId,
    tenant,
    data,
    apps: createApps(),
    paging: createPaging(options.paging ?? {}),
    undocumented: undocumentedOf(options),
    faults: createFaults(),
    log: createLog(options.onAnswer),
    now,
  }
}

function edgeOf(options: EntraOptions, parts: Parts, port: number, tokens: Tokens): Edge {
  const { tenantId, tenant, data, apps, paging, undocumented, faults, log, now } = parts
  const { onRequest, throttling } = options
  const origin = originOf(port)
  const common = { origin, tenantId, tokens, now }
  const throttle = createThrottle(throttling, { id: tenantId, users: () => tenant.count('user') }, now)
  const authority = createAuthority({
    ...common,
    aliases: [`https://127.0.0.1:${port}`],
    graphUrl: origin,
    domain: tenant.domain,
    apps,
  })
  const graph = createGraph({ ...common, tenant: data, paging, throttle, undocumented })
  return createEdge({ authority, graph, faults, log, now, ...(onRequest && { onRequest }) })
}
