/** The public names of group-writeback/emulators; everything else of it is free to change. */
export {
  createAuthority as createCertificateAuthority,
  type CertificateAuthority,
  type IssuedCertificate,
} from './certificates.js'
export type { Controller } from './directory/controllers.js'
export { startDirectory, type DirectoryOptions, type EmbeddedDirectory } from './directory/directory.js'
export * as directoryFaults from './directory/faultKinds.js'
export { startEntra, type Entra, type EntraOptions } from './entra/entra.js'
export * as entraFaults from './entra/faultKinds.js'
export type { NewGroup } from './entra/tenant/newObjects.js'
