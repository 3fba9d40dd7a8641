/** A new group whose name, anchor or SID another object has already, or whose container is missing. */
import type { Problem } from '../errors.js'
import type { AdoptionCandidate } from '../model/directory.js'
import { outsideAnchorProblem } from './joinProblems.js'

/** Returns the problem that prevents the creation of a group: its anchor, name or SID is in use, or no container. */
export function creationConflictProblem({ match, dn }: AdoptionCandidate): Problem {
  switch (match) {
    case 'anchor':
      return outsideAnchorProblem(dn)
    case 'noContainer':
      return {
        code: 'containerMissing',
        message: `The container of this group, ${dn}, does not exist, or this account cannot see it.`,
        hint: 'Create the container, or enable the group again with another one.',
      }
    default:
      return {
        code: 'nameTaken',
        message: `${dn} has the ${match === 'sid' ? 'SID' : 'name'} of this group and is not managed by group-writeback.`,
        hint:
          match === 'sid'
            ? 'The group was synced from that object before. Disable the group, or delete the object once nothing uses it.'
            : 'Rename that object.',
      }
  }
}
