/** Which memberships end by a change, and which of them count as a loss of access. */
import { partOfRemoval, type Change, type RemoveMembers } from '../model/change.js'
import type { MemberReference } from '../model/member.js'

/** A disabled account had no access to lose, and one that joined today had none when the day began. */
const counts = ({ disabled, temporary }: MemberReference): boolean => disabled !== true && temporary !== true

export function lossesOf(change: Change): MemberReference[] {
  switch (change.type) {
    case 'removeMembers':
    case 'deleteGroup':
      return change.members.filter(counts)
    case 'moveGroup':
    case 'updateGroup':
      return (change.ends ?? []).filter(counts)
    default:
      return []
  }
}

/** How many memberships begin to give access. */
export const beginningOf = (change: Change): number =>
  change.type === 'addMembers'
    ? change.members.length
    : change.type === 'updateGroup'
      ? (change.begins ?? 0)
      : 0

/** Every membership that ends, counted or not. */
export function endsOf(change: Change): MemberReference[] {
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

/** A removal in two: the members who lose access, and those who do not and are never held back. */
export function splitRemoval(removal: RemoveMembers): { counted: RemoveMembers; free: RemoveMembers } {
  return {
    counted: partOfRemoval(removal, counts),
    free: partOfRemoval(removal, (member) => !counts(member)),
  }
}
