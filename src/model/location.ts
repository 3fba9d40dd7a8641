import type { CloudGroup } from './group.js'

/**
 * Where a group that a listing did not have stands, after it was asked for by its id, by its id together with the
 * scope's own filter, and among the deleted groups.
 */
export type GroupLocation =
  | { id: string; place: 'inScope' | 'outOfScope'; group: CloudGroup }
  | { id: string; place: 'deleted' | 'missing' }

/** Where an object that this domain controller does not list stands. */
export type ObjectLocation =
  /** On this controller: outside the container, or without its anchor. */
  | { guid: string; place: 'here'; dn: string }
  /** Another controller has it: this one has not heard of it yet. */
  | { guid: string; place: 'notReplicated'; controller: string }
  /**
   * The controller that wrote it, or, where that one does not exist any more, every other one, says that it is gone.
   * `deletedDn` names what can be restored, `formerDn` what it was called.
   */
  | { guid: string; place: 'gone'; deletedDn?: string; formerDn?: string }
  /** The controller that wrote it does not answer. */
  | { guid: string; place: 'unknown'; controller: string }

/** DNs, from the group that a group is in up to a protected one. */
export type ProtectedPath = readonly string[]
