/** An emulated Entra, with a configuration and sources that connect to it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EntraConfig } from '../../src/config/types.js'
import { openAccessTokens } from '../../src/entra/signIn/credentials.js'
import { openGraphClient } from '../../src/entra/graph/client.js'
import { openGraphRequests, type GraphRequests } from '../../src/entra/graph/requests.js'
import { openSource, type SourceTimings } from '../../src/entra/source.js'
import { openTransport } from '../../src/entra/http/transport.js'
import type { GroupSource } from '../../src/engine/ports.js'
import { WritebackError } from '../../src/errors.js'
import { startEntra, type Entra, type EntraOptions } from '../../src/emulators/entra/entra.js'
import type { GraphPermission } from '../../src/emulators/entra/authority/permissions.js'
import type { LogEntry } from '../../src/emulators/entra/log.js'
import type { EntraRequest } from '../../src/emulators/entra/messages.js'

export interface EntraFixture {
  entra: Entra
  /** Sets the function that is called for every request, before the response. */
  watch(onRequest: (request: EntraRequest) => void): void
  config: EntraConfig
  /** Writes a file, which `close` removes, and returns its path. */
  writeFile(name: string, content: string): string
  /** A new source with short pauses. */
  source(changes?: Partial<EntraConfig>, patience?: SourceTimings): GroupSource
  /** A new source for an application with exactly these permissions. */
  sourceWith(...permissions: GraphPermission[]): GroupSource
  close(): Promise<void>
}

export const secret = 'a secret that nobody may see'

/** As many attempts as by default, six, with pauses of milliseconds. */
export const shortPauses: SourceTimings = {
  retryPausesMs: [2, 2, 2, 2, 2],
  lookupPausesMs: [2, 2],
  signInRetryMs: 1,
}

export async function startEntraFixture(options: EntraOptions = {}): Promise<EntraFixture> {
  let watcher: (request: EntraRequest) => void = () => undefined
  const entra = await startEntra({
    apps: [{ secret }],
    onRequest: (request) => watcher(request),
    ...options,
  })
  const folder = mkdtempSync(join(tmpdir(), 'group-writeback-entra-'))
  const writeFile = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const clientSecret = { file: writeFile('secret', secret) }
  const config: EntraConfig = {
    tenantId: entra.tenantId,
    credential: { type: 'secret', clientId: entra.app.clientId, clientSecret },
    authorityHost: entra.authorityHost,
    graphUrl: entra.graphUrl,
    explicitAuthority: true,
    tls: { caPath: writeFile('ca.pem', entra.caPem) },
  }
  const source: EntraFixture['source'] = (changes = {}, patience = {}) =>
    openSource({ ...config, ...changes }, { ...shortPauses, ...patience })
  return {
    entra,
    watch: (onRequest) => void (watcher = onRequest),
    config,
    writeFile,
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

/** Opens the requests that a source uses, for tests of behaviour that its port does not show. */
export async function openRequestsTo(
  { config }: EntraFixture,
  retry = shortPauses.retryPausesMs,
): Promise<GraphRequests> {
  const transport = await openTransport(config.tls)
  const tokens = await openAccessTokens(config, transport)
  return openGraphRequests(openGraphClient(config.graphUrl, tokens, transport), config.graphUrl, {
    pausesMs: retry,
  })
}

/** Returns the WritebackError that the work throws; any other error is rethrown and fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<WritebackError> {
  const error = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  )
  if (error instanceof WritebackError) return error
  throw error
}

/** The HTTP requests to Graph; the items of a batch are not listed apart. */
export const graphLog = ({ entra }: EntraFixture): LogEntry[] =>
  entra.log.entries.filter(({ area, batchItem }) => area === 'graph' && batchItem === undefined)

/** Runs with changed environment variables, and restores them; undefined removes a variable. */
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
