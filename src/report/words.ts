/** Changes and outcomes in words, for every rendering. */
import type { Change } from '../model/change.js'
import type { MemberReference } from '../model/member.js'
import type { GuardCheck } from '../model/plan.js'
import type { Report, Totals } from '../model/report.js'

/** The marks a plan is read by. */
export type Mark = '+' | '~' | '-'

export interface Line {
  mark: Mark
  text: string
}

/** How many members of a change and how many groups that are left out are named; the rest is counted. */
const membersNamed = 10
export const skippedNamed = 20

export function linesOf(change: Change): Line[] {
  switch (change.type) {
    case 'createGroup':
      return [{ mark: '+', text: `create ${change.dn}` }]
    case 'renameGroup':
      return [{ mark: '~', text: `rename ${change.from} to ${change.to}` }]
    case 'moveGroup':
      return [{ mark: '~', text: `move ${change.from} to ${change.to}` }]
    case 'updateGroup':
      return change.attributes.map(({ name, from, to }) => ({
        mark: '~',
        text: `${name}: ${values(from)} → ${values(to)}`,
      }))
    case 'addMembers':
      return memberLines('+', 'add', change.members)
    case 'removeMembers':
      return memberLines('-', 'remove', change.members)
    case 'deleteGroup':
      return [
        { mark: '-', text: `delete ${change.dn} and its ${count(change.members.length, 'membership')}` },
      ]
  }
}

function memberLines(mark: Mark, verb: string, members: readonly MemberReference[]): Line[] {
  const more = members.length - membersNamed
  return [
    ...members.slice(0, membersNamed).map((member) => ({ mark, text: `${verb} ${nameOf(member)}` })),
    ...(more > 0 ? [{ mark, text: `${verb} ${count(more, 'more member')}` }] : []),
  ]
}

const nameOf = ({ displayName, dn, id }: MemberReference): string => displayName || dn || id || 'a member'

const values = (list: readonly string[]): string =>
  list.length === 0 ? 'nothing' : list.map((value) => JSON.stringify(value)).join(', ')

export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

const rules: Record<GuardCheck['rule'], (actual: number, limit: number) => string> = {
  groupRemovalsPercent: (actual, limit) =>
    `${actual} % of its members would be removed, at most ${limit} % are allowed`,
  groupRemovalsCount: (actual, limit) =>
    `${count(actual, 'member')} would be removed, at most ${limit} are allowed`,
  groupAdditionsCount: (actual, limit) =>
    `${count(actual, 'member')} would be added, at most ${limit} are allowed`,
  removalsPercent: (actual, limit) =>
    `${actual} % of all memberships would be removed, at most ${limit} % are allowed`,
  deletionsPercent: (actual, limit) =>
    `${actual} % of all groups would be deleted, at most ${limit} % are allowed`,
  emptySource: (actual) => `the cloud named no group at all, and ${count(actual, 'removal')} would follow`,
}

export function guardText({ rule, actual, limit, group }: GuardCheck, report: Report): string {
  const name = group === undefined ? 'The whole run' : nameOfGroup(group, report)
  return `${name}: ${rules[rule](actual, limit)}.`
}

function nameOfGroup(id: string, { groups }: Report): string {
  return groups.find((group) => group.id === id)?.displayName || id
}

/** One sentence that says how the run ended. */
export function verdict(report: Report): string {
  const { command, status, totals, dryRun, problems } = report
  const sum = totalsText(totals, dryRun)
  const also = sum === nothingDone ? '' : `; ${sum}`
  switch (status) {
    case 'inSync':
      return (dryRun ? nothingSeen : nothingToDo)[command]?.(report) ?? inSync(totals)
    case 'applied':
      return `Applied: ${sum}.`
    case 'pending':
      return `Pending: ${sum}.`
    case 'withheld':
      return `Withheld: ${count(totals.withheld, 'group')} ${totals.withheld === 1 ? 'waits' : 'wait'} for approval${also}.`
    case 'partial':
      return `Partial: ${count(totals.failed, 'group')} failed${also}.`
    case 'failed':
      if (command === 'check') return `Not ready: ${count(problems.length, 'problem')}.`
      return also === '' ? 'Failed: nothing was changed.' : `Failed: ${sum} before the run ended.`
  }
}

const inSync = ({ groups, skippedGroups }: Totals): string =>
  groups + skippedGroups === 0
    ? 'In sync: no group is in scope. Enable some, or choose another scope (scope.groups).'
    : `In sync: ${count(groups, 'group')} looked at, nothing to do.`

type Words = Record<string, (report: Report) => string>

/** What a command came to that had nothing to write; without an entry here, that both sides are in sync. */
const nothingToDo: Words = {
  enable: ({ target, totals }) =>
    totals.groups > 0 ? 'Enabled and in sync.' : `Enabled: writeback to ${target} is on.`,
  disable: ({ totals }) => `Disabled: ${kept(totals.skippedGroups)}.`,
}

/** The same for commands that only looked. */
const nothingSeen: Words = {
  check: ({ target }) => `Ready: everything a run needs is there for ${target}.`,
  enable: ({ target, totals }) =>
    totals.groups > 0
      ? 'Dry run: nothing would be written.'
      : `Dry run: writeback to ${target} would be turned on.`,
  disable: ({ totals }) => `Dry run: ${kept(totals.skippedGroups, 'would be ')}.`,
}

const kept = (objects: number, would = ''): string =>
  `${count(objects, 'object')} ${would}kept as ${objects === 1 ? 'it is' : 'they are'}`

const nothingDone = 'nothing was changed'

function totalsText(totals: Totals, dryRun: boolean): string {
  const parts: Array<[number: number, noun: string, done: string, toDo: string]> = [
    [totals.created, 'group', 'created', 'create'],
    [totals.updated, 'group', 'updated', 'update'],
    [totals.renamed, 'group', 'renamed', 'rename'],
    [totals.moved, 'group', 'moved', 'move'],
    [totals.deleted, 'group', 'deleted', 'delete'],
    [totals.membersAdded, 'member', 'added', 'add'],
    [totals.membersRemoved, 'member', 'removed', 'remove'],
  ]
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, noun, done, toDo]) => `${count(number, noun)} ${dryRun ? `to ${toDo}` : done}`)
  return said.length === 0 ? nothingDone : said.join(', ')
}

/** Why things were left out, with how many. */
export function reasons(list: ReadonlyArray<{ reason: string }>): string {
  const numbers = new Map<string, number>()
  for (const { reason } of list) numbers.set(reason, (numbers.get(reason) ?? 0) + 1)
  return [...numbers].map(([reason, number]) => `${number} ${reason}`).join(', ')
}
