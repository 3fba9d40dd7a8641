/** The types of the written and of the complete configuration. */
import type { ScopeSetting } from '../model/scope.js'
import type { Deprovision, Limits, Mapping } from '../model/settings.js'

/** A reference to a secret in an environment variable, in a file or on standard input; never the secret itself. */
export type SecretReference = { env: string } | { file: string } | { stdin: true }

/** The credential for the sign-in to Entra ID. */
export type Credential =
  | {
      type: 'certificate'
      clientId: string
      /** A PEM file with the certificate and its private key. */
      certificatePath: string
      /** The password of an encrypted private key. */
      certificatePassword?: SecretReference
      /** Send the certificate chain (x5c), for subject name and issuer authentication. */
      sendCertificateChain?: boolean
    }
  | { type: 'secret'; clientId: string; clientSecret: SecretReference }
  | { type: 'managedIdentity'; clientId?: string }
  | { type: 'workloadIdentity'; clientId?: string; tokenFilePath?: string }
  | { type: 'azureCli' }
  | { type: 'azurePowerShell' }

/** The Microsoft cloud, which determines the sign-in host and the Graph host. */
export type Cloud = 'global' | 'usGov' | 'usGovDoD' | 'china'

export interface EntraConfig {
  /** The directory (tenant) id or one of the tenant's domains. */
  tenantId: string
  credential: Credential
  /** The origin of the sign-in host, without a path. */
  authorityHost: string
  /** The origin of Graph, without a path. */
  graphUrl: string
  /** The configuration names a custom host: no instance discovery, which works for Microsoft's hosts only. */
  explicitAuthority: boolean
  tls: { caPath?: string }
}

export interface DirectoryConfig {
  /** URLs of domain controllers, tried in order; `dns:<domain>` discovers them by SRV records. */
  urls: string[]
  /** The account for the sign-in: its distinguished name or user principal name, and its password. */
  bind: { dn: string; password: SecretReference }
  tls: { caPath?: string; startTls: boolean }
  /** The DN of the container to which the groups are written. */
  container: string
  /** The time to wait for a response while connecting, signing in and during small reads. */
  timeoutMs: number
}

/** The complete configuration, with defaults and absolute paths. The form that people write is `WrittenConfig`. */
export interface Config {
  entra: EntraConfig
  directory: DirectoryConfig
  scope: { groups: ScopeSetting }
  mapping: Mapping
  policy: { deprovision: Deprovision }
  limits: Limits
  state: { directory: string }
}

/** A duration: a number followed by s, m, h or d, for example `30m`. */
export type Duration = string

/** The limits as people write them: all keys are optional, times are durations. */
export type WrittenLimits = DeepOptional<Omit<Limits, 'missingForMs' | 'approvalForMs'>> & {
  missingFor?: Duration
  approvalFor?: Duration
}

type DeepOptional<T> = {
  [K in keyof T]?: T[K] extends readonly unknown[] ? T[K] : T[K] extends object ? DeepOptional<T[K]> : T[K]
}

/** The configuration as people write it; only `entra` and `directory` are required. */
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
