/** Completes a written configuration: fills in the defaults and makes paths absolute. */
import { resolve } from 'node:path'
import ms, { type StringValue } from 'ms'
import type { Limits } from '../model/settings.js'
import { cloudHosts, defaultLimits, configDefaults } from './defaults.js'
import type { Config, Credential, SecretReference, WrittenConfig, WrittenLimits } from './types.js'

/** Completes a valid configuration; relative paths are resolved against the folder `base`. */
export function completeConfig(written: WrittenConfig, base: string): Config {
  const { entra, directory } = written
  const absolute = (path: string) => resolve(base, path)
  const caOf = (tls: { caPath?: string } | undefined) => (tls?.caPath ? { caPath: absolute(tls.caPath) } : {})
  const hosts = cloudHosts[entra.cloud ?? configDefaults.cloud]
  return {
    entra: {
      tenantId: entra.tenantId,
      credential: credentialWithPaths(entra.credential, absolute),
      authorityHost: originOf(entra.authorityHost ?? hosts.authorityHost),
      graphUrl: originOf(entra.graphUrl ?? hosts.graphUrl),
      explicitAuthority: entra.authorityHost !== undefined,
      tls: caOf(entra.tls),
    },
    directory: {
      urls: directory.urls,
      bind: { dn: directory.bind.dn, password: secretWithPath(directory.bind.password, absolute) },
      tls: { ...caOf(directory.tls), startTls: directory.tls?.startTls ?? false },
      container: directory.container,
      timeoutMs: milliseconds(directory.timeout ?? configDefaults.timeout),
    },
    scope: { groups: written.scope?.groups ?? configDefaults.groups },
    mapping: withDefaults(configDefaults.mapping, written.mapping),
    policy: { deprovision: written.policy?.deprovision ?? configDefaults.deprovision },
    limits: completeLimits(written.limits),
    state: { directory: absolute(written.state?.directory ?? configDefaults.stateDirectory) },
  }
}

export function completeLimits(written: WrittenLimits = {}): Limits {
  return {
    groupLosses: withDefaults(defaultLimits.groupLosses, written.groupLosses),
    groupEmptied: withDefaults(defaultLimits.groupEmptied, {
      ...written.groupEmptied,
      except: written.groupEmptied?.except?.map((id) => id.toLowerCase()),
    }),
    losses: withDefaults(defaultLimits.losses, written.losses),
    groupAdditions: withDefaults(defaultLimits.groupAdditions, written.groupAdditions),
    creations: withDefaults(defaultLimits.creations, written.creations),
    deletions: withDefaults(defaultLimits.deletions, written.deletions),
    renames: withDefaults(defaultLimits.renames, written.renames),
    moves: withDefaults(defaultLimits.moves, written.moves),
    adoptions: withDefaults(defaultLimits.adoptions, written.adoptions),
    identifiersVanished: withDefaults(defaultLimits.identifiersVanished, written.identifiersVanished),
    privileged: (written.privileged ?? []).map((pair) => ({ ...pair, group: pair.group.toLowerCase() })),
    accessSubtrees: written.accessSubtrees ?? [],
    missingForMs: milliseconds(written.missingFor ?? defaultLimits.missingFor),
    approvalForMs: milliseconds(written.approvalFor ?? defaultLimits.approvalFor),
  }
}

/** Converts a duration, whose format the schema has checked. */
const milliseconds = (duration: string): number => ms(duration as StringValue)

/** Fills in the defaults, also for keys that a program has set to undefined. */
function withDefaults<T extends object>(defaults: T, written: Partial<T> = {}): T {
  const defined = Object.entries(written).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(defined) }
}

const originOf = (url: string): string => new URL(url).origin

function secretWithPath(reference: SecretReference, absolute: (path: string) => string): SecretReference {
  return 'file' in reference ? { file: absolute(reference.file) } : reference
}

function credentialWithPaths(credential: Credential, absolute: (path: string) => string): Credential {
  switch (credential.type) {
    case 'certificate': {
      const { certificatePath, certificatePassword: password } = credential
      return {
        ...credential,
        certificatePath: absolute(certificatePath),
        ...(password && { certificatePassword: secretWithPath(password, absolute) }),
      }
    }
    case 'secret':
      return { ...credential, clientSecret: secretWithPath(credential.clientSecret, absolute) }
    case 'workloadIdentity':
      return {
        ...credential,
        ...(credential.tokenFilePath && { tokenFilePath: absolute(credential.tokenFilePath) }),
      }
    case 'managedIdentity':
    case 'azureCli':
    case 'azurePowerShell':
      return credential
  }
}
