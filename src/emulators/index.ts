/** The public names of group-writeback/emulators; everything else of it is free to change. */
export {
  createAuthority as createCertificateAuthority,
  type CertificateAuthority,
  type IssuedCertificate,
} from './certificates.js'
export { startDirectory, type DirectoryOptions, type EmbeddedDirectory } from './directory/directory.js'
export { startEntra, type Entra, type EntraOptions } from './entra/entra.js'
export type { NewGroup } from './entra/tenant/newObjects.js'
