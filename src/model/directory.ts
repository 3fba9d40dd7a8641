import type { Problem } from '../errors.js'
import type { Exchange } from './exchange.js'

/** The capabilities of the directory and of the account that signed in. */
export interface DirectoryFacts {
  /** The schema knows msDS-ExternalDirectoryObjectId (Windows Server 2016 and later). */
  externalObjectId: boolean
  exchange: Exchange
  /** The access that this account has to the container. */
  container: 'missing' | 'readOnly' | 'writable'
  /** rangeUpper of the attributes that are written, by lDAPDisplayName; attributes without a limit are omitted. */
  maxLengths: Readonly<Record<string, number>>
}

/** The domain controller of a run. */
export interface Controller {
  /** The URL of the connection. */
  url: string
  /** Its DNS name. */
  host: string
}

/** The origin of an object, for the person who decides about its adoption. */
export interface ObjectOrigin {
  /** The owner in its security descriptor: a DN if the SID can be resolved, otherwise the SID. */
  owner?: string
  /** ISO 8601, UTC. */
  createdAt?: string
}

/**
 * An object that already carries the anchor, the name or the SID of a group that is about to be created; with
 * `noContainer`, the missing container of that group.
 */
export interface AdoptionCandidate {
  /** The cloud group whose creation it prevents. */
  groupId: string
  match: 'anchor' | 'name' | 'sid' | 'noContainer'
  /** Undefined for `noContainer`. */
  guid?: string
  dn: string
}

/** Returns the reason why groups cannot be created in the container; undefined if they can. */
export function containerProblem(state: DirectoryFacts['container'], container: string): Problem | undefined {
  switch (state) {
    case 'writable':
      return undefined
    case 'missing':
      return {
        code: 'containerMissing',
        message: `The container ${container} does not exist, or this account cannot see it.`,
        hint: 'Create it, or configure another directory.container.',
      }
    case 'readOnly':
      return {
        code: 'containerNotWritable',
        message: `This account has no permission to create groups in ${container}.`,
        hint: 'Delegate the creation, modification and deletion of groups in that container to this account.',
      }
  }
}
