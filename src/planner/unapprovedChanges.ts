/** Counts the changes of a run that nobody approved. */
import type { Change } from '../model/change.js'
import type { UnapprovedChanges } from '../model/journal.js'
import { accessLosses } from './accessLosses.js'

interface RecordedIntent {
  change: Change
  approval?: string
}

/**
 * Returns the numbers of changes without an approval, which count against the limits of the next 24 hours. Creations by
 * `enable` do not count, because a person ordered them.
 */
export function countUnapprovedChanges(
  intents: readonly RecordedIntent[],
  command: string,
): UnapprovedChanges {
  const changes = intents.flatMap(({ change, approval }) => (approval === undefined ? [change] : []))
  const count = (type: Change['type']) => changes.filter((change) => change.type === type).length
  return {
    losses: changes.flatMap(accessLosses).length,
    creations: command === 'enable' ? 0 : count('createGroup'),
    deletions: count('deleteGroup'),
    renames: count('renameGroup'),
    moves: count('moveGroup'),
  }
}
