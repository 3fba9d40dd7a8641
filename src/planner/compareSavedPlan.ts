/** Compares a fresh plan with a saved one, for `applyPlan`. */
import type { Problem } from '../errors.js'
import type { Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GroupPlan, Plan } from '../model/plan.js'
import type { PlannedGroup } from './plannedGroup.js'
import { memberKey } from './steps.js'

/** The maximum number of differences that the message lists. */
const maxDifferencesListed = 5

/**
 * Returns the groups of a fresh plan that the saved plan has as well. A group with changes that the saved plan does not
 * have fails with the differences. If some of its changes are done already, the remaining ones are kept.
 */
export function keepChangesOfSavedPlan(fresh: readonly PlannedGroup[], saved: Plan): PlannedGroup[] {
  const before = new Map(saved.groups.map((group) => [group.id, group]))
  return fresh.flatMap((group) => {
    const planned = before.get(group.id)
    if (!planned) return []
    const differences = group.changes.length > 0 ? differencesOf(planned, group.changes) : []
    return differences.length > 0
      ? { ...group, status: 'failed', changes: [], waiting: [], error: staleProblem(differences) }
      : group
  })
}

function staleProblem(differences: readonly string[]): Problem {
  const more = differences.length - maxDifferencesListed
  return {
    code: 'planStale',
    message: `Changed since the plan was made: ${differences.slice(0, maxDifferencesListed).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
    hint: 'Create a new plan.',
  }
}

/** Describes the differences, if the fresh changes have steps that the saved group does not have. */
function differencesOf(saved: GroupPlan, fresh: readonly Change[]): string[] {
  const before = describedSteps([...saved.changes, ...saved.withheld])
  // Waiting changes were part of the saved plan as well, so they may be written now.
  const waited = describedSteps(
    (saved.waiting ?? []).flatMap(({ change }) => (change ? [change as Change] : [])),
  )
  const now = describedSteps(fresh)
  const added = [...now]
    .filter(([key]) => !before.has(key) && !waited.has(key))
    .map(([, text]) => `now also ${text}`)
  if (added.length === 0) return []
  const gone = [...before].filter(([key]) => !now.has(key)).map(([, text]) => `no longer ${text}`)
  return [...added, ...gone]
}

/** Returns the descriptions of all steps of the changes, by a key that identifies each step exactly. */
function describedSteps(changes: readonly Change[]): Map<string, string> {
  return new Map(changes.flatMap(describeSteps))
}

function describeSteps(change: Change): Array<[string, string]> {
  const key = (...parts: unknown[]): string => JSON.stringify([change.type, ...parts])
  const ends = (members: readonly MemberReference[] = []): Array<[string, string]> =>
    members.map((member) => [key('end', memberKey(member)), `ending the access of ${memberLabel(member)}`])
  switch (change.type) {
    case 'createGroup':
      return [[key(change.dn, change.attributes), `creating ${change.dn}`]]
    case 'restoreGroup':
      return [[key(change.guid), `restoring ${change.dn}`]]
    case 'adoptGroup':
      return [[key(change.guid), `adopting ${change.dn}`]]
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
      return change.members.map((member) => [key(memberKey(member)), `adding ${memberLabel(member)}`])
    case 'removeMembers':
      return change.members.map((member) => [key(memberKey(member)), `removing ${memberLabel(member)}`])
  }
}

const memberLabel = ({ displayName, dn, id }: MemberReference) => displayName ?? dn ?? id ?? 'a member'
