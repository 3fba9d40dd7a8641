/**
 * Divides changes into single steps. An approval is a list of steps, so that only reported steps may be written: a
 * deletion has one step for the object and one for each membership that ends, so a member who joins later is not covered.
 */
import { createHash } from 'node:crypto'
import type { Change } from '../model/change.js'
import { parentDn } from '../model/dn.js'
import type { MemberReference } from '../model/member.js'

/** A key that is the same for the same step in all runs. */
export type StepKey = string

const stepKey = (...parts: unknown[]): StepKey => JSON.stringify(parts)

/** Returns the key of a member; of a nested group its object id, because it may be reported before its object exists. */
export const memberKey = ({ guid, group, id }: MemberReference): string => group ?? guid ?? id ?? ''

/** Returns the key of the end of a membership, by any change. `object` is the GUID of the group's object. */
export const endKey = (group: string, object: string, member: MemberReference): StepKey =>
  stepKey('end', group, object, memberKey(member))

export const addKey = (group: string, member: MemberReference): StepKey =>
  stepKey('add', group, memberKey(member))

/** Returns the keys of all steps of a change of the group `group` (object id). */
export function changeSteps(group: string, change: Change): StepKey[] {
  const ends = ({ guid }: { guid: string }, members: readonly MemberReference[] = []) =>
    members.map((member) => endKey(group, guid, member))
  switch (change.type) {
    case 'createGroup':
      return [stepKey('create', group, change.dn, change.attributes['groupType'], change.replaces)]
    case 'restoreGroup':
      return [stepKey('restore', group, change.guid)]
    case 'adoptGroup':
      return [stepKey('adopt', group, change.guid)]
    case 'renameGroup':
      return [stepKey('rename', group, change.guid, change.to)]
    case 'moveGroup':
      return [stepKey('move', group, change.guid, parentDn(change.to)), ...ends(change, change.ends)]
    case 'updateGroup':
      return [
        ...change.attributes.map(({ name, to }) => stepKey('set', group, change.guid, name, to)),
        ...ends(change, change.ends),
      ]
    case 'addMembers':
      return change.members.map((member) => addKey(group, member))
    case 'removeMembers':
      return ends(change, change.members)
    case 'deleteGroup':
      return [stepKey('delete', group, change.guid), ...ends(change, change.members)]
  }
}

export const groupSteps = (groups: ReadonlyArray<{ id: string; changes: readonly Change[] }>): StepKey[] =>
  groups.flatMap(({ id, changes }) => changes.flatMap((change) => changeSteps(id, change)))

/** Returns the hash of a set of steps for a container, independent of their order. */
export function hashSteps(target: string, steps: readonly StepKey[]): string {
  const content = JSON.stringify([target, [...steps].sort()])
  return createHash('sha256').update(content).digest('hex')
}
