/**
 * The single steps of a change. An approval is a list of them, so that what was told is what may be written: a deletion is
 * one step and one more for every membership that ends with it, and a member who joined meanwhile is not covered.
 */
import { createHash } from 'node:crypto'
import type { Change } from '../model/change.js'
import { parentOf } from '../model/dn.js'
import type { MemberReference } from '../model/member.js'

/** The same key for the same step, in whichever run it is planned. */
export type StepKey = string

const key = (...parts: unknown[]): StepKey => JSON.stringify(parts)

/** A nested group by its id in the cloud: it may be told before its object exists. */
export const memberKey = ({ guid, group, id }: MemberReference): string => group ?? guid ?? id ?? ''

/** A membership of a group's object (GUID) that ends, by whatever change. */
export const endKey = (group: string, object: string, member: MemberReference): StepKey =>
  key('end', group, object, memberKey(member))

export const addKey = (group: string, member: MemberReference): StepKey =>
  key('add', group, memberKey(member))

export function stepsOf(group: string, change: Change): StepKey[] {
  const ends = ({ guid }: { guid: string }, members: readonly MemberReference[] = []) =>
    members.map((member) => endKey(group, guid, member))
  switch (change.type) {
    case 'createGroup':
      return [key('create', group, change.dn, change.attributes['groupType'], change.replaces)]
    case 'restoreGroup':
      return [key('restore', group, change.guid)]
    case 'adoptGroup':
      return [key('adopt', group, change.guid)]
    case 'renameGroup':
      return [key('rename', group, change.guid, change.to)]
    case 'moveGroup':
      return [key('move', group, change.guid, parentOf(change.to)), ...ends(change, change.ends)]
    case 'updateGroup':
      return [
        ...change.attributes.map(({ name, to }) => key('set', group, change.guid, name, to)),
        ...ends(change, change.ends),
      ]
    case 'addMembers':
      return change.members.map((member) => addKey(group, member))
    case 'removeMembers':
      return ends(change, change.members)
    case 'deleteGroup':
      return [key('delete', group, change.guid), ...ends(change, change.members)]
  }
}

export const stepsOfGroups = (groups: ReadonlyArray<{ id: string; changes: readonly Change[] }>): StepKey[] =>
  groups.flatMap(({ id, changes }) => changes.flatMap((change) => stepsOf(id, change)))

/** Names exactly these steps for this container, in whatever order they come. */
export function hashOf(target: string, steps: readonly StepKey[]): string {
  const content = JSON.stringify([target, [...steps].sort()])
  return createHash('sha256').update(content).digest('hex')
}
