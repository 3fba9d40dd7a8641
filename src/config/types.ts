import type { OnPremisesGroupType } from '../model/group.js'
import type { ScopeSetting } from '../model/scope.js'

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
}

export type NameSetting = 'displayName' | 'objectId'

export interface Mapping {
  /** `displayName`: `<displayName>_<last 12 of the id>`; `objectId`: `Group_<id>`. */
  name: NameSetting
  /** How Microsoft 365 groups are written unless a selection says otherwise. */
  microsoft365Groups: OnPremisesGroupType
}

export type Deprovision = 'keep' | 'empty' | 'delete'

/** The guard's thresholds. A percentage is judged only from a minimum size up, where it means something. */
export interface Limits {
  groupRemovals: { percent: number; count: number; from: number }
  groupAdditions: { count: number }
  removals: { percent: number; from: number }
  deletions: { percent: number; from: number }
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
