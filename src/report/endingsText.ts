/** Renders the memberships and objects that a plan would end, for a confirmation. */
import type { Change } from '../model/change.js'
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { escapeForTerminal } from './escape.js'
import { countText } from './counts.js'

/** The number of groups that are named; the others are counted. */
const maxNamedGroups = 20

/** Returns undefined if no membership and no object would end. Withheld changes are included. */
export function endingsText(report: Report): string | undefined {
  const groups = report.groups.map((group) => ({ group, ...groupEndings(group) }))
  const ending = groups.filter(({ memberships, sids }) => memberships > 0 || sids.length > 0)
  if (ending.length === 0) return undefined
  const memberships = ending.reduce((sum, { memberships }) => sum + memberships, 0)
  const objects = ending.reduce((sum, { sids }) => sum + sids.length, 0)
  const more = ending.length - maxNamedGroups
  return [
    `${countText(memberships, 'membership')} in ${countText(ending.length, 'group')} would end${objects > 0 ? `, and ${countText(objects, 'object')} with ${objects === 1 ? 'its SID' : 'their SIDs'}` : ''}:`,
    ...ending.slice(0, maxNamedGroups).map(({ group, memberships: ended, sids }) => {
      const deleted = sids.map((sid) => `, deleted with its SID ${sid}`).join('')
      return `  ${escapeForTerminal(group.displayName || group.id)} (${escapeForTerminal(group.dn)}): ${countText(ended, 'membership')}${deleted}`
    }),
    ...(more > 0 ? [`  and ${countText(more, 'more group')}`] : []),
  ].join('\n')
}

function groupEndings({ changes, withheld }: GroupPlan): { memberships: number; sids: string[] } {
  const all = [...changes, ...withheld]
  return {
    memberships: all.reduce((sum, change) => sum + endedMembershipCount(change), 0),
    sids: all.flatMap((change) => (change.type === 'deleteGroup' ? [change.sid] : [])),
  }
}

function endedMembershipCount(change: Change): number {
  if (change.type === 'removeMembers' || change.type === 'deleteGroup') return change.members.length
  return 'ends' in change ? (change.ends?.length ?? 0) : 0
}
