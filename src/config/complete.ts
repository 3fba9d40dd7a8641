/** The written configuration with its defaults filled in and its paths absolute. */
import { resolve } from 'node:path'
import ms, { type StringValue } from 'ms'
import type { Limits } from '../model/settings.js'
import { clouds, defaultLimits, defaults } from './defaults.js'
import type { Config, Credential, SecretReference, WrittenConfig, WrittenLimits } from './types.js'

export function complete(written: WrittenConfig, base: string): Config {
  const { entra, directory } = written
  const path = (relative: string) => resolve(base, relative)
  const caOf = (tls: { caPath?: string } | undefined) => (tls?.caPath ? { caPath: path(tls.caPath) } : {})
  const hosts = clouds[entra.cloud ?? defaults.cloud]
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
      timeoutMs: milliseconds(directory.timeout ?? defaults.timeout),
    },
    scope: { groups: written.scope?.groups ?? defaults.groups },
    mapping: filled(defaults.mapping, written.mapping),
    policy: { deprovision: written.policy?.deprovision ?? defaults.deprovision },
    limits: completeLimits(written.limits),
    state: { directory: path(written.state?.directory ?? defaults.stateDirectory) },
  }
}

export function completeLimits(written: WrittenLimits = {}): Limits {
  return {
    groupLosses: filled(defaultLimits.groupLosses, written.groupLosses),
    groupEmptied: filled(defaultLimits.groupEmptied, {
      ...written.groupEmptied,
      except: written.groupEmptied?.except?.map((id) => id.toLowerCase()),
    }),
    losses: filled(defaultLimits.losses, written.losses),
    groupAdditions: filled(defaultLimits.groupAdditions, written.groupAdditions),
    creations: filled(defaultLimits.creations, written.creations),
    deletions: filled(defaultLimits.deletions, written.deletions),
    renames: filled(defaultLimits.renames, written.renames),
    moves: filled(defaultLimits.moves, written.moves),
    adoptions: filled(defaultLimits.adoptions, written.adoptions),
    identifiersVanished: filled(defaultLimits.identifiersVanished, written.identifiersVanished),
    privileged: (written.privileged ?? []).map((pair) => ({ ...pair, group: pair.group.toLowerCase() })),
    accessSubtrees: written.accessSubtrees ?? [],
    missingForMs: milliseconds(written.missingFor ?? defaultLimits.missingFor),
    approvalForMs: milliseconds(written.approvalFor ?? defaultLimits.approvalFor),
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
