import type { CloudGroup } from './group.js'

/**
 * The state in Entra ID of a group that was missing in a listing. It results from three requests: by its id, by its id
 * with the scope's filter, and among the deleted groups.
 */
export type GroupLocation =
  | { id: string; status: 'inScope' | 'outOfScope'; group: CloudGroup }
  | { id: string; status: 'deleted' | 'missing' }

/** The location of an object that the domain controller of this run does not list. */
export type ObjectLocation =
  /** It is on this controller, but outside the container or without its anchor. */
  | { guid: string; status: 'here'; dn: string }
  /** Another controller has it; it is not replicated to this one yet. */
  | { guid: string; status: 'notReplicated'; controller: string }
  /**
   * It does not exist on the controller that wrote it or, if that controller no longer exists, on any other one.
   * `deletedDn` is the deleted object that can be restored, `formerDn` its DN before the deletion.
   */
  | { guid: string; status: 'gone'; deletedDn?: string; formerDn?: string }
  /** The controller that wrote it does not respond. */
  | { guid: string; status: 'unknown'; controller: string }

/** The DNs of the groups that contain a group, directly or indirectly, up to a protected group. */
export type ProtectedPath = readonly string[]
