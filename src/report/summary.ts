import type { Report, Totals } from '../model/report.js'
import { count } from './words.js'

/** One sentence that says how the run ended. */
export function summaryText(report: Report): string {
  const { command, status, totals, dryRun, problems } = report
  const sum = totalsText(totals, dryRun)
  const also = sum === nothingDone ? '' : `; ${sum}`
  switch (status) {
    case 'inSync':
      return (dryRun ? nothingSeen : nothingToDo)[command]?.(report) ?? inSync(totals)
    case 'applied':
      return `Applied: ${sum}.`
    case 'pending':
      return totals.waiting === 0
        ? `Pending: ${sum}.`
        : `Pending: ${count(totals.waiting, 'group')} ${totals.waiting === 1 ? 'waits' : 'wait'} for proof of the members${also}${failed(totals)}.`
    case 'withheld':
      return `Withheld: ${count(totals.withheld, 'group')} ${totals.withheld === 1 ? 'waits' : 'wait'} for approval${also}${failed(totals)}.`
    case 'partial':
      return `Partial: ${unwritten(report)}${also}.`
    case 'failed':
      if (command === 'check') return `Not ready: ${count(problems.length, 'problem')}.`
      return also === '' ? 'Failed: nothing was changed.' : `Failed: ${sum} before the run ended.`
  }
}

/** Groups that failed, and those that were named and are not written. */
function unwritten({ totals, problems }: Report): string {
  const named = problems.reduce((sum, { details }) => sum + (details?.groups?.length ?? 1), 0)
  return [
    ...(totals.failed > 0 ? [`${count(totals.failed, 'group')} failed`] : []),
    ...(named > 0 ? [`${count(named, 'named group')} ${named === 1 ? 'was' : 'were'} not written`] : []),
  ].join(', ')
}

const failed = (totals: Totals): string =>
  totals.failed > 0 ? `; ${count(totals.failed, 'group')} failed` : ''

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
    [totals.adopted, 'object', 'taken over', 'take over'],
    [totals.restored, 'group', 'restored', 'restore'],
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
