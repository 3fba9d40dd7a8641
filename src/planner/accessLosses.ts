/** Determines the memberships that a change ends, and those of them that count as a loss of access. */
import { filterRemoval, type Change, type RemoveMembers } from '../model/change.js'
import type { MemberReference } from '../model/member.js'

/** A disabled account had no access to lose, and one that joined within 24 hours had none before. */
const isLoss = ({ disabled, temporary }: MemberReference): boolean => disabled !== true && temporary !== true

/** Returns the memberships whose end counts as a loss of access. */
export function accessLosses(change: Change): MemberReference[] {
  switch (change.type) {
    case 'removeMembers':
    case 'deleteGroup':
      return change.members.filter(isLoss)
    case 'moveGroup':
    case 'updateGroup':
      return (change.ends ?? []).filter(isLoss)
    default:
      return []
  }
}

/** Returns the number of memberships that begin to grant access. */
export const countBegunMemberships = (change: Change): number =>
  change.type === 'addMembers'
    ? change.members.length
    : change.type === 'updateGroup'
      ? (change.begins ?? 0)
      : 0

/** Returns all memberships that end, whether they count as a loss or not. */
export function endedMemberships(change: Change): MemberReference[] {
  switch (change.type) {
    case 'removeMembers':
    case 'deleteGroup':
      return change.members
    case 'moveGroup':
    case 'updateGroup':
      return change.ends ?? []
    default:
      return []
  }
}

/** Splits a removal into the members who lose access (`counted`) and the others, who are never withheld (`free`). */
export function splitRemoval(removal: RemoveMembers): { counted: RemoveMembers; free: RemoveMembers } {
  return {
    counted: filterRemoval(removal, isLoss),
    free: filterRemoval(removal, (member) => !isLoss(member)),
  }
}
