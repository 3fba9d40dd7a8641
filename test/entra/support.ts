/** An emulated Entra, and what the product needs to connect to it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntraConfig } from '../../src/config/types.js'
import { openTokens } from '../../src/entra/signIn/credentials.js'
import { openGraph } from '../../src/entra/graph/client.js'
import { openRequests, type Requests } from '../../src/entra/graph/requests.js'
import { openSource, type Patience } from '../../src/entra/source.js'
import { openTransport } from '../../src/entra/http/transport.js'
import type { GroupSource } from '../../src/engine/ports.js'
import { WritebackError } from '../../src/errors.js'
import { startEntra, type Entra, type EntraOptions } from '../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import type { LogEntry } from '../../src/emulators/entra/log.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'

export interface Place {
  entra: Entra
  /** Called for every request, before it is answered. */
  watch(onRequest: (request: EntraRequest) => void): void
  config: EntraConfig
  /** Writes a file that goes away with the place, and tells its path. */
  file(name: string, content: string): string
  /** A new connection, as patient as a test. */
  source(changes?: Partial<EntraConfig>, patience?: Patience): GroupSource
  /** The same for an application with these permissions and no others. */
  sourceWith(...permissions: GraphPermission[]): GroupSource
  close(): Promise<void>
}

export const secret = 'a secret that nobody may see'

/** Six tries, as many as the service gets, without its pauses. */
export const hasty: Patience = { retry: [2, 2, 2, 2, 2], confirm: [2, 2], signIn: 1 }

export async function startPlace(options: EntraOptions = {}): Promise<Place> {
  let watcher: (request: EntraRequest) => void = () => undefined
  const entra = await startEntra({
    apps: [{ secret }],
    onRequest: (request) => watcher(request),
    ...options,
  })
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-entra-'))
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const clientSecret = { file: file('secret', secret) }
  const config: EntraConfig = {
    tenantId: entra.tenantId,
    credential: { type: 'secret', clientId: entra.app.clientId, clientSecret },
    authorityHost: entra.authorityHost,
    graphUrl: entra.graphUrl,
    explicitAuthority: true,
    tls: { caPath: file('ca.pem', entra.caPem) },
  }
  const source: Place['source'] = (changes = {}, patience = {}) =>
    openSource({ ...config, ...changes }, { ...hasty, ...patience })
  return {
    entra,
    watch: (onRequest) => void (watcher = onRequest),
    config,
    file,
    source,
    sourceWith(...permissions) {
      const { clientId } = entra.apps.add({ secret, permissions })
      return source({ credential: { type: 'secret', clientId, clientSecret } })
    },
    async close() {
      await entra.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The requests below a source, for what no method of its port shows. */
export async function openRequestsTo({ config }: Place, retry = hasty.retry): Promise<Requests> {
  const transport = await openTransport(config.tls)
  const tokens = await openTokens(config, transport)
  return openRequests(openGraph(config.graphUrl, tokens, transport), config.graphUrl, { pausesMs: retry })
}

/** What was thrown on purpose; anything else is thrown on, and fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<WritebackError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  )
  if (error instanceof WritebackError) return error
  throw error
}

/** What reached Graph over the wire; the items of a batch are in it. */
export const graphLog = ({ entra }: Place): LogEntry[] =>
  entra.log.entries.filter(({ area, batchItem }) => area === 'graph' && batchItem === undefined)

/** Runs with other environment variables, and puts the former back; undefined takes one away. */
export async function withEnv<T>(
  changes: Record<string, string | undefined>,
  work: () => Promise<T>,
): Promise<T> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]] as const)
  setEnv(Object.entries(changes))
  try {
    return await work()
  } finally {
    setEnv(before)
  }
}

function setEnv(values: ReadonlyArray<readonly [string, string | undefined]>): void {
  for (const [name, value] of values) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
}
