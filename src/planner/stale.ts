import type { Problem } from '../errors.js'
import type { Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GroupPlan, Plan } from '../model/plan.js'
import type { PlannedGroup } from './plannedGroup.js'
import { memberKey } from './steps.js'

/** How many of the things that moved are named. */
const named = 5

/**
 * Leaves of a fresh plan what a saved one has as well. A group to which something else would be done now is not touched,
 * and its error says what moved; where some of it is done already, the rest is as it was planned.
 */
export function keepUnchangedSincePlan(fresh: readonly PlannedGroup[], saved: Plan): PlannedGroup[] {
  const before = new Map(saved.groups.map((group) => [group.id, group]))
  return fresh.flatMap((group) => {
    const planned = before.get(group.id)
    if (!planned) return []
    const moved = group.changes.length > 0 ? whatMoved(planned, group.changes) : []
    return moved.length > 0
      ? { ...group, status: 'failed', changes: [], waiting: [], error: stale(moved) }
      : group
  })
}

function stale(moved: readonly string[]): Problem {
  const more = moved.length - named
  return {
    code: 'planStale',
    message: `Changed since the plan was made: ${moved.slice(0, named).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    hint: 'Plan again.',
  }
}

function whatMoved(saved: GroupPlan, fresh: readonly Change[]): string[] {
  const before = steps([...saved.changes, ...saved.withheld])
  // What waited for proof was told as well; that it may be written now is no surprise.
  const waited = steps((saved.waiting ?? []).flatMap(({ change }) => (change ? [change as Change] : [])))
  const now = steps(fresh)
  const added = [...now]
    .filter(([key]) => !before.has(key) && !waited.has(key))
    .map(([, words]) => `now also ${words}`)
  if (added.length === 0) return []
  const gone = [...before].filter(([key]) => !now.has(key)).map(([, words]) => `no longer ${words}`)
  return [...added, ...gone]
}

/** Every single thing a list of changes does, by a key that says exactly what, with words for people. */
function steps(changes: readonly Change[]): Map<string, string> {
  return new Map(changes.flatMap(stepsOf))
}

function stepsOf(change: Change): Array<[string, string]> {
  const key = (...parts: unknown[]): string => JSON.stringify([change.type, ...parts])
  const ends = (members: readonly MemberReference[] = []): Array<[string, string]> =>
    members.map((member) => [key('end', memberKey(member)), `ending the access of ${wordFor(member)}`])
  switch (change.type) {
    case 'createGroup':
      return [[key(change.dn, change.attributes), `creating ${change.dn}`]]
    case 'restoreGroup':
      return [[key(change.guid), `restoring ${change.dn}`]]
    case 'adoptGroup':
      return [[key(change.guid), `taking over ${change.dn}`]]
    case 'renameGroup':
      return [[key(change.guid, change.from, change.to), `renaming ${change.from} to ${change.to}`]]
    case 'moveGroup':
      return [
        [key(change.guid, change.from, change.to), `moving ${change.from} to ${change.to}`],
        ...ends(change.ends),
      ]
    case 'deleteGroup':
      return [[key(change.guid), `deleting ${change.dn}`], ...ends(change.members)]
    case 'updateGroup':
      return [
        ...change.attributes.map(({ name, from, to }): [string, string] => [
          key(name, from, to),
          `setting ${name}`,
        ]),
        ...ends(change.ends),
      ]
    case 'addMembers':
      return change.members.map((member) => [key(memberKey(member)), `adding ${wordFor(member)}`])
    case 'removeMembers':
      return change.members.map((member) => [key(memberKey(member)), `removing ${wordFor(member)}`])
  }
}

const wordFor = ({ displayName, dn, id }: MemberReference) => displayName ?? dn ?? id ?? 'a member'
