/** The app registrations of the tenant. */
import { createHash, randomUUID, X509Certificate, type KeyObject } from 'node:crypto'
import { recommendedPermissions, type GraphPermission } from './permissions.js'

export interface NewApp {
  clientId?: string
  displayName?: string
  secret?: string
  /** PEM; a private key in the same text is ignored. */
  certificate?: string
  /** Defaults to GroupMember.Read.All, User.Read.All and Member.Read.Hidden. */
  permissions?: readonly GraphPermission[]
}

export interface App {
  readonly clientId: string
  readonly displayName: string
  secret: string | undefined
  /** Set to true to make the secret expire. */
  secretExpired: boolean
  readonly certificates: RegisteredCertificate[]
  /** Changes apply to tokens issued afterwards, as in Entra. */
  readonly permissions: Set<GraphPermission>
}

export interface RegisteredCertificate {
  publicKey: KeyObject
  /** base64url, like `x5t#S256` and `x5t` in the header of an assertion. */
  sha256: string
  sha1: string
}

export interface Apps {
  add(app: NewApp): App
  find(clientId: string): App | undefined
}

export function createApps(): Apps {
  const apps = new Map<string, App>()
  return {
    add(app) {
      const made: App = {
        clientId: app.clientId ?? randomUUID(),
        displayName: app.displayName ?? 'Group writeback',
        secret: app.secret,
        secretExpired: false,
        certificates: app.certificate === undefined ? [] : [registeredCertificate(app.certificate)],
        permissions: new Set(app.permissions ?? recommendedPermissions),
      }
      apps.set(made.clientId.toLowerCase(), made)
      return made
    },
    find: (clientId) => apps.get(clientId.toLowerCase()),
  }
}

function registeredCertificate(pem: string): RegisteredCertificate {
  const certificate = new X509Certificate(pem)
  const thumbprint = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('base64url')
  return {
    publicKey: certificate.publicKey,
    sha256: thumbprint('sha256'),
    sha1: thumbprint('sha1'),
  }
}
