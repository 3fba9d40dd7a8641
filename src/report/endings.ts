/** What a plan would end: for the question before it is written. */
import type { Change } from '../model/change.js'
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { printable } from './printable.js'
import { count } from './words.js'

/** How many groups are named; the rest is counted. */
const groupsNamed = 20

/** Undefined where no membership and no object would end; what waits for an approval is counted as well. */
export function endingsText(report: Report): string | undefined {
  const groups = report.groups.map((group) => ({ group, ...endingsOf(group) }))
  const ending = groups.filter(({ memberships, sids }) => memberships > 0 || sids.length > 0)
  if (ending.length === 0) return undefined
  const memberships = ending.reduce((sum, one) => sum + one.memberships, 0)
  const objects = ending.reduce((sum, { sids }) => sum + sids.length, 0)
  const more = ending.length - groupsNamed
  return [
    `${count(memberships, 'membership')} in ${count(ending.length, 'group')} would end${objects > 0 ? `, and ${count(objects, 'object')} with ${objects === 1 ? 'its SID' : 'their SIDs'}` : ''}:`,
    ...ending.slice(0, groupsNamed).map(({ group, memberships: lost, sids }) => {
      const deleted = sids.map((sid) => `, deleted with its SID ${sid}`).join('')
      return `  ${printable(group.displayName || group.id)} (${printable(group.dn)}): ${count(lost, 'membership')}${deleted}`
    }),
    ...(more > 0 ? [`  and ${count(more, 'more group')}`] : []),
  ].join('\n')
}

function endingsOf({ changes, withheld }: GroupPlan): { memberships: number; sids: string[] } {
  const all = [...changes, ...withheld]
  return {
    memberships: all.reduce((sum, change) => sum + membershipsEnded(change), 0),
    sids: all.flatMap((change) => (change.type === 'deleteGroup' ? [change.sid] : [])),
  }
}

function membershipsEnded(change: Change): number {
  if (change.type === 'removeMembers' || change.type === 'deleteGroup') return change.members.length
  return 'ends' in change ? (change.ends?.length ?? 0) : 0
}
