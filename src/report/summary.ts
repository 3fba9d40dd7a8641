/** Summarises the result of a run in one sentence. */
import type { Report, Totals } from '../model/report.js'
import { countText } from './counts.js'

/** Returns one sentence about the result of a run. */
export function summaryText(report: Report): string {
  const { command, status, totals, dryRun, problems } = report
  const sum = totalsText(totals, dryRun)
  const also = sum === noChanges ? '' : `; ${sum}`
  switch (status) {
    case 'inSync':
      return (dryRun ? inSyncDryRun : inSyncRun)[command]?.(report) ?? inSyncText(totals)
    case 'applied':
      return `Applied: ${sum}.`
    case 'pending':
      return totals.waiting === 0
        ? `Pending: ${sum}.`
        : `Pending: ${countText(totals.waiting, 'group')} ${totals.waiting === 1 ? 'waits' : 'wait'} for proof of the members${also}${failedText(totals)}.`
    case 'withheld':
      return `Withheld: ${countText(totals.withheld, 'group')} ${totals.withheld === 1 ? 'waits' : 'wait'} for approval${also}${failedText(totals)}.`
    case 'partial':
      return `Partial: ${unwrittenText(report)}${also}.`
    case 'failed':
      if (command === 'check') return `Not ready: ${countText(problems.length, 'problem')}.`
      return also === '' ? 'Failed: nothing was changed.' : `Failed: ${sum} before the run ended.`
  }
}

/** Counts the groups that failed and the named groups that were not written. */
function unwrittenText({ totals, problems }: Report): string {
  const named = problems.reduce((sum, { details }) => sum + (details?.groups?.length ?? 1), 0)
  return [
    ...(totals.failed > 0 ? [`${countText(totals.failed, 'group')} failed`] : []),
    ...(named > 0 ? [`${countText(named, 'named group')} ${named === 1 ? 'was' : 'were'} not written`] : []),
  ].join(', ')
}

const failedText = (totals: Totals): string =>
  totals.failed > 0 ? `; ${countText(totals.failed, 'group')} failed` : ''

const inSyncText = ({ groups, skippedGroups }: Totals): string =>
  groups + skippedGroups === 0
    ? 'In sync: no group is in scope. Enable some, or choose another scope (scope.groups).'
    : `In sync: ${countText(groups, 'group')} compared, no changes.`

type TextsByCommand = Record<string, (report: Report) => string>

/** Texts for runs without changes; other commands report that both sides are in sync. */
const inSyncRun: TextsByCommand = {
  enable: ({ target, totals }) =>
    totals.groups > 0 ? 'Enabled and in sync.' : `Enabled: writeback to ${target} is on.`,
  disable: ({ totals }) => `Disabled: ${keptText(totals.skippedGroups)}.`,
}

/** Texts for dry runs without changes. */
const inSyncDryRun: TextsByCommand = {
  check: ({ target }) => `Ready: all prerequisites for ${target} are met.`,
  enable: ({ target, totals }) =>
    totals.groups > 0
      ? 'Dry run: nothing would be written.'
      : `Dry run: writeback to ${target} would be turned on.`,
  disable: ({ totals }) => `Dry run: ${keptText(totals.skippedGroups, 'would be ')}.`,
}

const keptText = (objects: number, would = ''): string =>
  `${countText(objects, 'object')} ${would}kept as ${objects === 1 ? 'it is' : 'they are'}`

const noChanges = 'nothing was changed'

function totalsText(totals: Totals, dryRun: boolean): string {
  const parts: Array<[number: number, noun: string, done: string, toDo: string]> = [
    [totals.adopted, 'object', 'adopted', 'adopt'],
    [totals.restored, 'group', 'restored', 'restore'],
    [totals.created, 'group', 'created', 'create'],
    [totals.updated, 'group', 'updated', 'update'],
    [totals.renamed, 'group', 'renamed', 'rename'],
    [totals.moved, 'group', 'moved', 'move'],
    [totals.deleted, 'group', 'deleted', 'delete'],
    [totals.membersAdded, 'member', 'added', 'add'],
    [totals.membersRemoved, 'member', 'removed', 'remove'],
  ]
  const texts = parts
    .filter(([number]) => number > 0)
    .map(([number, noun, done, toDo]) => `${countText(number, noun)} ${dryRun ? `to ${toDo}` : done}`)
  return texts.length === 0 ? noChanges : texts.join(', ')
}
