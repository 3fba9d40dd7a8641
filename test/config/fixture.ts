/** Configurations to start from, and what is said about the wrong ones. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { loadConfig, type ConfigInput } from '../../src/config/load.js'
import type { Credential, WrittenConfig } from '../../src/config/types.js'
import { WritebackError } from '../../src/errors.js'

/** Any certificate in PEM. */
export const [certificate = ''] = rootCertificates

/** A folder for the tests of one file; made before them and removed after them. */
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

/** Of a group. */
export const objectId = '0d1e2f3a-4b5c-6d7e-8f90-a1b2c3d4e5f6'

/** Every key there is, but for `entra.cloud`, which stands instead of hosts; `file` is one that can be read. */
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

/** Every way to sign in, with every key it has. */
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

/** A copy with the value at `path` (`directory.urls[0]`) replaced, or taken away where it is undefined. */
export function changed(config: object, path: string, value: unknown): WrittenConfig {
  if (path === '') return value as WrittenConfig
  const copy = structuredClone(config) as Record<string, unknown>
  const parts = path.replaceAll('[', '.').replaceAll(']', '').split('.')
  const last = parts.pop() ?? ''
  let place = copy
  for (const part of parts) place = (place[part] ??= {}) as Record<string, unknown>
  if (value === undefined) delete place[last]
  else place[last] = value
  return copy as unknown as WrittenConfig
}

export async function failure(input: ConfigInput): Promise<WritebackError> {
  const outcome = await loadConfig(input).catch((error: unknown) => error)
  if (outcome instanceof WritebackError) return outcome
  throw new Error('The configuration was accepted, or failed in a way nobody foresaw.', { cause: outcome })
}

/** Every problem as a person reads it: what, then the hint. */
export async function problemsOf(input: ConfigInput): Promise<string[]> {
  const { problems } = await failure(input)
  return problems.map(({ message, hint }) => [message, hint].join(' ').trim())
}
