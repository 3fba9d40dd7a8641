/** The written configuration with its defaults filled in and its paths absolute. */
import { resolve } from 'node:path'
import ms, { type StringValue } from 'ms'
import type { Limits } from '../model/settings.js'
import type { Cloud, Config, Credential, SecretReference, WrittenConfig, WrittenLimits } from './types.js'

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

export function complete(written: WrittenConfig, base: string): Config {
  const { entra, directory } = written
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
      timeoutMs: milliseconds(directory.timeout ?? '15s'),
    },
    scope: { groups: written.scope?.groups ?? 'selected' },
    mapping: filled(
      { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      written.mapping,
    ),
    policy: { deprovision: written.policy?.deprovision ?? 'keep' },
    limits: completeLimits(written.limits),
    state: { directory: path(written.state?.directory ?? './.group-writeback') },
  }
}

/** docs/guards.md gives the reason for each. */
export function completeLimits(written: WrittenLimits = {}): Limits {
  return {
    groupLosses: filled({ percent: 30, count: 100, from: 10 }, written.groupLosses),
    groupEmptied: filled<Limits['groupEmptied']>(
      { from: 3, except: [] },
      { ...written.groupEmptied, except: written.groupEmptied?.except?.map((id) => id.toLowerCase()) },
    ),
    losses: filled({ percent: 20, count: 500, from: 10 }, written.losses),
    groupAdditions: filled({ count: 50_000 }, written.groupAdditions),
    creations: filled({ count: 20, percent: 10 }, written.creations),
    deletions: filled({ count: 5, percent: 5 }, written.deletions),
    renames: filled({ count: 10 }, written.renames),
    moves: filled({ count: 10 }, written.moves),
    adoptions: filled({ count: 0 }, written.adoptions),
    identifiersVanished: filled({ count: 5 }, written.identifiersVanished),
    privileged: (written.privileged ?? []).map((pair) => ({ ...pair, group: pair.group.toLowerCase() })),
    accessSubtrees: written.accessSubtrees ?? [],
    missingForMs: milliseconds(written.missingFor ?? '30m'),
    approvalForMs: milliseconds(written.approvalFor ?? '24h'),
  }
}

/** The schema has checked its form. */
const milliseconds = (duration: string): number => ms(duration as StringValue)

/** A key that is there but undefined, as programs write it, takes the default as well. */
function filled<T extends object>(defaults: T, written: Partial<T> = {}): T {
  const given = Object.entries(written).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
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
