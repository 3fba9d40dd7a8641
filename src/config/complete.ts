/** The written configuration with its defaults filled in and its paths absolute. */
import { resolve } from 'node:path'
import type { Cloud, Config, Credential, SecretReference, WrittenConfig } from './types.js'

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
    mapping: filled(
      { name: 'displayName', microsoft365Groups: 'universalDistributionGroup' },
      written.mapping,
    ),
    policy: { deprovision: written.policy?.deprovision ?? 'keep' },
    limits: {
      groupRemovals: filled({ percent: 30, count: 500, from: 10 }, limits.groupRemovals),
      groupAdditions: filled({ count: 50_000 }, limits.groupAdditions),
      removals: filled({ percent: 30, from: 100 }, limits.removals),
      deletions: filled({ percent: 30, from: 10 }, limits.deletions),
    },
    state: { directory: path(written.state?.directory ?? './.group-writeback') },
  }
}

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
