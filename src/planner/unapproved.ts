import type { Change } from '../model/change.js'
import type { UnapprovedChanges } from '../model/journal.js'
import { lossesOf } from './losses.js'

interface Intended {
  change: Change
  approval?: string
}

/** What nobody approved, for the limits of the next 24 hours; groups that a person enables by name were asked for. */
export function unapprovedChanges(intents: readonly Intended[], command: string): UnapprovedChanges {
  const changes = intents.flatMap(({ change, approval }) => (approval === undefined ? [change] : []))
  const count = (type: Change['type']) => changes.filter((change) => change.type === type).length
  return {
    losses: changes.flatMap(lossesOf).length,
    creations: command === 'enable' ? 0 : count('createGroup'),
    deletions: count('deleteGroup'),
    renames: count('renameGroup'),
    moves: count('moveGroup'),
  }
}
