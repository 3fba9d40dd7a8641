import { access, constants, readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { WritebackError } from '../errors.js'
import { invalid, parseText, schemaFindings } from './parse.js'
import { ruleFindings, type Finding, type Loose } from './rules.js'
import type { Cloud, Config, Credential, SecretReference, WrittenConfig } from './types.js'

const loaded = new WeakSet<object>()

/** A configuration in any form: loaded, written as data, or the path of its file. */
export type ConfigInput = Config | WrittenConfig | string

/**
 * Reads and checks a configuration, fills in the defaults and makes every path absolute: relative ones count from the
 * configuration file, or from the working directory where data is given.
 * @throws WritebackError `configNotFound`; `configInvalid` with every problem at once
 */
export async function loadConfig(input: ConfigInput): Promise<Config> {
  if (typeof input === 'object' && loaded.has(input)) return input as Config
  const data = typeof input === 'string' ? parseText(await read(input), input) : input
  const base = typeof input === 'string' ? dirname(resolve(input)) : process.cwd()
  const written = loose(data)
  const findings = [...schemaFindings(data), ...ruleFindings(written), ...(await unreadable(written, base))]
  if (findings.length > 0) throw invalid(findings)
  const config = complete(data as WrittenConfig, base)
  loaded.add(config)
  return config
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new WritebackError('configNotFound', `The configuration file ${resolve(file)} cannot be read.`, {
      cause,
      wayOut: 'Write one with "group-writeback init", or name another with --config.',
    })
  }
}

/** National clouds: learn.microsoft.com, Graph national cloud deployments. */
const clouds: Record<Cloud, { authorityHost: string; graphUrl: string }> = {
  global: { authorityHost: 'https://login.microsoftonline.com', graphUrl: 'https://graph.microsoft.com' },
  usGov: { authorityHost: 'https://login.microsoftonline.us', graphUrl: 'https://graph.microsoft.us' },
  usGovDoD: { authorityHost: 'https://login.microsoftonline.us', graphUrl: 'https://dod-graph.microsoft.us' },
  china: {
    authorityHost: 'https://login.chinacloudapi.cn',
    graphUrl: 'https://microsoftgraph.chinacloudapi.cn',
  },
}

function complete(written: WrittenConfig, base: string): Config {
  const { entra, directory, limits = {} } = written
  const path = (relative: string) => resolve(base, relative)
  const caOf = (tls: { caPath?: string } | undefined) => (tls?.caPath ? { caPath: path(tls.caPath) } : {})
  const hosts = clouds[entra.cloud ?? 'global']
  return {
    entra: {
      tenantId: entra.tenantId,
      credential: withPaths(entra.credential, path),
      authorityHost: originOf(entra.authorityHost ?? hosts.authorityHost),
      graphUrl: originOf(entra.graphUrl ?? hosts.graphUrl),
      explicitAuthority: entra.authorityHost !== undefined,
      tls: caOf(entra.tls),
    },
    directory: {
      urls: directory.urls,
      bind: { dn: directory.bind.dn, password: secretWithPath(directory.bind.password, path) },
      tls: { ...caOf(directory.tls), startTls: directory.tls?.startTls ?? false },
      container: directory.container,
    },
    scope: { groups: written.scope?.groups ?? 'selected' },
    mapping: { name: 'displayName', microsoft365Groups: 'universalDistributionGroup', ...written.mapping },
    policy: { deprovision: written.policy?.deprovision ?? 'keep' },
    limits: {
      groupRemovals: { percent: 30, count: 500, from: 10, ...limits.groupRemovals },
      groupAdditions: { count: 50_000, ...limits.groupAdditions },
      removals: { percent: 30, from: 100, ...limits.removals },
      deletions: { percent: 30, from: 10, ...limits.deletions },
    },
    state: { directory: path(written.state?.directory ?? './.group-writeback') },
  }
}

const originOf = (url: string): string => new URL(url).origin

function secretWithPath(reference: SecretReference, path: (relative: string) => string): SecretReference {
  return 'file' in reference ? { file: path(reference.file) } : reference
}

function withPaths(credential: Credential, path: (relative: string) => string): Credential {
  switch (credential.type) {
    case 'certificate': {
      const { certificatePath, certificatePassword: password } = credential
      return {
        ...credential,
        certificatePath: path(certificatePath),
        ...(password && { certificatePassword: secretWithPath(password, path) }),
      }
    }
    case 'secret':
      return { ...credential, clientSecret: secretWithPath(credential.clientSecret, path) }
    case 'workloadIdentity':
      return {
        ...credential,
        ...(credential.tokenFilePath && { tokenFilePath: path(credential.tokenFilePath) }),
      }
    case 'managedIdentity':
    case 'azureCli':
    case 'azurePowerShell':
      return credential
  }
}

/** Whatever was written, for rules that look at single values. */
function loose(data: unknown): Loose {
  const entra = record(record(data)?.['entra'])
  const directory = record(record(data)?.['directory'])
  return {
    ...(entra && { entra: { ...entra, tls: record(entra['tls']), credential: record(entra['credential']) } }),
    ...(directory && { directory: { ...directory, tls: record(directory['tls']) } }),
  }
}

const record = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined

/** Files that are named but cannot be read. Secrets are not among them: they are fetched when they are needed. */
async function unreadable({ entra, directory }: Loose, base: string): Promise<Finding[]> {
  const files = {
    'entra.tls.caPath': entra?.tls?.['caPath'],
    'entra.credential.certificatePath': entra?.credential?.['certificatePath'],
    'directory.tls.caPath': directory?.tls?.['caPath'],
  }
  const findings = Object.entries(files).map(async ([path, file]): Promise<Finding[]> => {
    if (typeof file !== 'string' || file === '') return []
    const readable = access(resolve(base, file), constants.R_OK)
    const message = `cannot be read: ${resolve(base, file)}.`
    return readable.then(
      () => [],
      () => [{ path, message }],
    )
  })
  return (await Promise.all(findings)).flat()
}
