/** Provides configurations for tests, and reads the problems of invalid ones. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { loadConfig, type ConfigInput } from '../../src/config/load.js'
import type { Credential, WrittenConfig } from '../../src/config/types.js'
import { WritebackError } from '../../src/errors.js'

/** A valid certificate in PEM format. */
export const [certificate = ''] = rootCertificates

/** Creates a folder before the tests of a suite and removes it after them. */
export function temporaryFolder() {
  let folder = ''
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'group-writeback-config-'))))
  after(() => rm(folder, { recursive: true }))
  return {
    path: (...names: string[]) => join(folder, ...names),
    write: async (name: string, content: string | Uint8Array) => {
      await writeFile(join(folder, name), content)
      return join(folder, name)
    },
  }
}

export const minimal = (): WrittenConfig => ({
  entra: { tenantId: 'contoso.com', credential: { type: 'azureCli' } },
  directory: {
    urls: ['ldaps://dc1.corp.contoso.com'],
    bind: { dn: 'writeback@corp.contoso.com', password: { env: 'AD_PASSWORD' } },
    container: 'OU=Groups,DC=corp,DC=contoso,DC=com',
  },
})

/** The object id of a group. */
export const objectId = '0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6'

/** A configuration with every key except `entra.cloud`, which excludes custom hosts; `file` must be readable. */
export const full = (file: string, credential: Credential): WrittenConfig => ({
  $schema: './schema.json',
  entra: {
    tenantId: 'contoso.com',
    credential,
    authorityHost: 'https://login.contoso.com',
    graphUrl: 'https://graph.contoso.com',
    tls: { caPath: file },
  },
  directory: { ...minimal().directory, tls: { caPath: file, startTls: false }, timeout: '20s' },
  scope: { groups: { filter: "startsWith(displayName,'AD-')" } },
  mapping: { name: 'objectId', microsoft365Groups: 'universalSecurityGroup' },
  policy: { deprovision: 'empty' },
  limits: {
    groupLosses: { percent: 1, count: 2, from: 3 },
    groupEmptied: { from: 4, except: [objectId] },
    losses: { percent: 5, count: 6, from: 7 },
    groupAdditions: { count: 8 },
    creations: { count: 9, percent: 10 },
    deletions: { count: 11, percent: 12 },
    renames: { count: 13 },
    moves: { count: 14 },
    adoptions: { count: 15 },
    identifiersVanished: { count: 16 },
    privileged: [{ group: objectId, below: 'CN=Operators,DC=corp,DC=contoso,DC=com' }],
    accessSubtrees: ['OU=Shares,OU=Groups,DC=corp,DC=contoso,DC=com'],
    missingFor: '45m',
    approvalFor: '2d',
  },
  state: { directory: './state' },
})

/** Every type of credential, with all its keys. */
export const credentials = (file: string): Credential[] => [
  {
    type: 'certificate',
    clientId: 'client',
    certificatePath: file,
    certificatePassword: { file },
    sendCertificateChain: true,
  },
  { type: 'secret', clientId: 'client', clientSecret: { stdin: true } },
  { type: 'managedIdentity', clientId: 'client' },
  { type: 'workloadIdentity', clientId: 'client', tokenFilePath: file },
  { type: 'azureCli' },
  { type: 'azurePowerShell' },
]

/** Returns a copy in which the value at `path` (`directory.urls[0]`) is replaced, or removed if it is undefined. */
export function changed(config: object, path: string, value: unknown): WrittenConfig {
  if (path === '') return value as WrittenConfig
  const copy = structuredClone(config) as Record<string, unknown>
  const parts = path.replaceAll('[', '.').replaceAll(']', '').split('.')
  const last = parts.pop() ?? ''
  let parent = copy
  for (const part of parts) parent = (parent[part] ??= {}) as Record<string, unknown>
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy as unknown as WrittenConfig
}

/** Loads an invalid configuration and returns the error. */
export async function failure(input: ConfigInput): Promise<WritebackError> {
  const outcome = await loadConfig(input).catch((error: unknown) => error)
  if (outcome instanceof WritebackError) return outcome
  throw new Error('The configuration was accepted, or failed with an unexpected error.', { cause: outcome })
}

/** Returns the keys of all problems of an invalid configuration, sorted. */
export async function wrongKeys(input: ConfigInput): Promise<Array<string | undefined>> {
  const { problems } = await failure(input)
  return problems.map(({ details }) => details?.key).sort()
}

/** Returns the message and hint of every problem of an invalid configuration. */
export async function problemsOf(input: ConfigInput): Promise<string[]> {
  const { problems } = await failure(input)
  return problems.map(({ message, hint }) => [message, hint].join(' ').trim())
}
