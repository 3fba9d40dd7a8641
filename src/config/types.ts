import type { ScopeSetting } from '../model/scope.js'
import type { Deprovision, Limits, Mapping } from '../model/settings.js'

/** Where a secret is found; never the secret itself. */
export type SecretReference = { env: string } | { file: string } | { stdin: true }

export type Credential =
  | {
      type: 'certificate'
      clientId: string
      /** PEM with certificate and private key. */
      certificatePath: string
      certificatePassword?: SecretReference
      /** Send the chain (x5c), for subject name and issuer authentication. */
      sendCertificateChain?: boolean
    }
  | { type: 'secret'; clientId: string; clientSecret: SecretReference }
  | { type: 'managedIdentity'; clientId?: string }
  | { type: 'workloadIdentity'; clientId?: string; tokenFilePath?: string }
  | { type: 'azureCli' }
  | { type: 'azurePowerShell' }

export type Cloud = 'global' | 'usGov' | 'usGovDoD' | 'china'

export interface EntraConfig {
  tenantId: string
  credential: Credential
  /** Origins without a path. */
  authorityHost: string
  graphUrl: string
  /** Written by hand: then no instance discovery, which only works for Microsoft's own hosts. */
  explicitAuthority: boolean
  tls: { caPath?: string }
}

export interface DirectoryConfig {
  urls: string[]
  bind: { dn: string; password: SecretReference }
  tls: { caPath?: string; startTls: boolean }
  container: string
  /** How long a domain controller may be silent: while connecting, signing in, and over small reads. */
  timeoutMs: number
}

/** The complete configuration: defaults filled in, paths absolute. What a person writes is `WrittenConfig`. */
export interface Config {
  entra: EntraConfig
  directory: DirectoryConfig
  scope: { groups: ScopeSetting }
  mapping: Mapping
  policy: { deprovision: Deprovision }
  limits: Limits
  state: { directory: string }
}

/** A time as people write it: `30m`, `24h`. */
export type Duration = string

/** The limits with times as people write them. */
export type WrittenLimits = Optional<Omit<Limits, 'missingForMs' | 'approvalForMs'>> & {
  missingFor?: Duration
  approvalFor?: Duration
}

type Optional<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? Optional<T[K]> : T[K]
}

/** The configuration as a person writes it: only `entra` and `directory` have to be there. */
export interface WrittenConfig {
  $schema?: string
  entra: {
    tenantId: string
    cloud?: Cloud
    credential: Credential
    authorityHost?: string
    graphUrl?: string
    tls?: { caPath?: string }
  }
  directory: {
    urls: string[]
    bind: DirectoryConfig['bind']
    tls?: { caPath?: string; startTls?: boolean }
    container: string
    timeout?: Duration
  }
  scope?: { groups?: ScopeSetting }
  mapping?: Partial<Mapping>
  policy?: { deprovision?: Deprovision }
  limits?: WrittenLimits
  state?: { directory?: string }
}
