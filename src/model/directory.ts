import type { Problem } from '../errors.js'
import type { Exchange } from './exchange.js'

/** What this directory can hold. */
export interface DirectoryFacts {
  /** The schema knows msDS-ExternalDirectoryObjectId (Windows Server 2016 and later). */
  externalObjectId: boolean
  exchange: Exchange
  /** What this very account can do with the container. */
  container: 'missing' | 'readOnly' | 'writable'
  /** rangeUpper of the attributes that are written, by lDAPDisplayName; one without a limit is missing. */
  maxLengths: Readonly<Record<string, number>>
}

/** The domain controller of a run. */
export interface Controller {
  /** The address it was reached by. */
  url: string
  /** Its DNS name. */
  host: string
}

/** What a person wants to know about an object before it is taken over. */
export interface ObjectOrigin {
  /** The owner in its security descriptor: a DN where it is known, a SID otherwise. */
  owner?: string
  /** ISO 8601, UTC. */
  createdAt?: string
}

/**
 * An object that already carries the anchor, the name or the SID of a group that is about to be created; or the
 * container it is for, which is not there.
 */
export interface AdoptionCandidate {
  /** The cloud group it stands in the way of. */
  groupId: string
  match: 'anchor' | 'name' | 'sid' | 'noContainer'
  /** Missing with the container. */
  guid?: string
  dn: string
}

/** Why groups cannot be created in the container. */
export function containerProblem(state: DirectoryFacts['container'], container: string): Problem | undefined {
  switch (state) {
    case 'writable':
      return undefined
    case 'missing':
      return {
        code: 'containerMissing',
        message: `The container ${container} does not exist, or this account cannot see it.`,
        hint: 'Create it, or write another directory.container.',
      }
    case 'readOnly':
      return {
        code: 'containerNotWritable',
        message: `This account may not create groups in ${container}.`,
        hint: 'Delegate to it creating, changing and deleting groups in that container.',
      }
  }
}
