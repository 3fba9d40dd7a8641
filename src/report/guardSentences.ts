/** Describes tripped guards in sentences. */
import type { GuardCheck, GuardRule } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { countText } from './counts.js'

const ruleSentences: Record<GuardRule, (check: GuardCheck) => string> = {
  groupLossesPercent: ({ actual, limit }) =>
    `${actual} % of its members would lose access within 24 hours, at most ${limit} % are allowed`,
  groupLossesCount: ({ actual, limit }) =>
    `${countText(actual, 'member')} would lose access within 24 hours, at most ${limit} are allowed`,
  groupEmptied: ({ actual }) =>
    `${countText(actual, 'member')} would lose access, and no member would remain`,
  groupAdditionsCount: ({ actual, limit }) =>
    `${countText(actual, 'member')} would be added, at most ${limit} are allowed`,
  privilegedAdditions: ({ actual, path = [] }) =>
    `${countText(actual, 'member')} would get access through a group that is nested in a protected group: ${path.join(' → ')}`,
  protectedRemovals: ({ actual }) =>
    `${countText(actual, 'member')} would be removed from a protected object`,
  typeChanges: ({ actual }) =>
    `it would become a distribution group, and ${countText(actual, 'member')} would lose access`,
  lossesPercent: ({ actual, limit }) =>
    `${actual} % of all memberships would end within 24 hours, at most ${limit} % are allowed`,
  lossesCount: ({ actual, limit }) =>
    `${countText(actual, 'membership')} would end within 24 hours, at most ${limit} are allowed`,
  creations: ({ actual, limit }) =>
    `${countText(actual, 'group')} would be created within 24 hours, at most ${limit} are allowed`,
  recreations: () => 'its object is missing; a new object has another SID, which no access list contains',
  deletions: ({ actual, limit }) =>
    `${countText(actual, 'group')} would be deleted within 24 hours, at most ${limit} are allowed`,
  renames: ({ actual, limit }) =>
    `${countText(actual, 'group')} would be renamed within 24 hours, at most ${limit} are allowed`,
  moves: ({ actual, limit }) =>
    `${countText(actual, 'group')} would be moved within 24 hours, at most ${limit} are allowed`,
  adoptions: ({ actual, limit }) =>
    `${countText(actual, 'existing object')} would be adopted, at most ${limit} are allowed`,
  emptySource: ({ actual }) =>
    `Entra ID returned no groups, and ${countText(actual, 'removal')} would follow`,
  identifiersVanished: ({ actual, limit }) =>
    `${countText(actual, 'member')} would be removed while as many users lack a SID for the first time, at most ${limit} are allowed`,
}

/** Returns one sentence about a tripped guard, which names the group. */
export function guardText(check: GuardCheck, report: Report): string {
  const name = check.group === undefined ? 'The whole run' : checkedGroupName(check.group, report)
  return `${name}: ${ruleSentences[check.rule](check)}.`
}

function checkedGroupName(id: string, { groups }: Report): string {
  return groups.find((group) => group.id === id)?.displayName || id
}
