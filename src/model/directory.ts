import type { Exchange } from './exchange.js'

/** What this directory can hold. */
export interface DirectoryFacts {
  /** The schema knows msDS-ExternalDirectoryObjectId (Windows Server 2016 and later). */
  externalObjectId: boolean
  exchange: Exchange
}

/** An object that already carries the anchor, the name or the SID of a group that is about to be created. */
export interface AdoptionCandidate {
  /** The cloud group it stands in the way of. */
  groupId: string
  match: 'anchor' | 'name' | 'sid'
  guid: string
  dn: string
}
