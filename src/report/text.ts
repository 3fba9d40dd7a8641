/** A report for people at a terminal. */
import { styleText } from 'node:util'
import type { GroupPlan, GroupStatus } from '../model/plan.js'
import type { Check, Report } from '../model/report.js'
import type { Mark } from './changeLines.js'
import { groupLines, type GroupLine } from './groupLines.js'
import { guardText } from './guardSentences.js'
import { printable } from './printable.js'
import { problemText } from './problemText.js'
import { summaryText } from './summary.js'
import { count, reasons, skippedNamed } from './words.js'

type Format = Parameters<typeof styleText>[0]
type Paint = (format: Format, text: string) => string

export function textReport(report: Report, color = false): string {
  const paint: Paint = color ? (format, text) => styleText(format, text, { validateStream: false }) : plain
  const blocks = [
    (report.checks ?? []).map((check) => checkLine(check, paint)),
    byName(report.groups.filter(hasNews)).flatMap((group) => [...groupTexts(group, paint), '']),
    leftOutLines(report),
    skippedLines(report),
    guardLines(report, paint),
    report.problems.map((problem) => `${paint('red', problem.code)}: ${printable(problemText(problem))}`),
    [paint('bold', printable(summaryText(report)))],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .replaceAll('\n\n\n', '\n\n')}\n`
}

/** Groups in sync are worth a word only for the members that are left out of them. */
const hasNews = ({ changes, withheld, waiting, skippedValues, error }: GroupPlan): boolean =>
  [changes, withheld, waiting, skippedValues].some((list) => list.length > 0) || error !== undefined

/** A report is ordered by id, for programs; people look for names. */
const byName = <T extends { id: string; displayName: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => order.compare(a.displayName || a.id, b.displayName || b.id))

const order = new Intl.Collator('en', { numeric: true })

function leftOutLines({ groups }: Report): string[] {
  const quiet = byName(groups.filter((group) => !hasNews(group) && group.skippedMembers.length > 0))
  if (quiet.length === 0) return []
  const more = quiet.length - skippedNamed
  return [
    `Members left out of groups in sync: ${reasons(quiet.flatMap((group) => group.skippedMembers))}`,
    ...quiet
      .slice(0, skippedNamed)
      .map(
        ({ id, displayName, skippedMembers }) =>
          `  ${printable(displayName || id)}: ${reasons(skippedMembers)}`,
      ),
    ...(more > 0 ? [`  and ${count(more, 'more group')}`] : []),
  ]
}

const checkMarks: Record<Check['status'], [Format, string]> = {
  ok: ['green', 'ok     '],
  warning: ['yellow', 'warning'],
  failed: ['red', 'failed '],
}

function checkLine({ name, status, message }: Check, paint: Paint): string {
  return `${paint(...checkMarks[status])} ${paint('bold', printable(name))}: ${printable(message)}`
}

const statusColors: Record<GroupStatus, Format> = {
  inSync: 'green',
  applied: 'green',
  pending: 'cyan',
  withheld: 'yellow',
  partial: 'red',
  failed: 'red',
}

function groupTexts(group: GroupPlan, paint: Paint): string[] {
  const { id, displayName, dn, status } = group
  const title = `${paint('bold', printable(displayName || id))}  ${paint(statusColors[status], status)}`
  return [
    `${title}  ${paint('dim', printable(dn))}`,
    ...groupLines(group).map((line) => `  ${lineText(line, paint)}`),
  ]
}

const markColors: Record<Mark, Format> = { '+': 'green', '~': 'yellow', '-': 'red' }

const plain: Paint = (_, text) => text

/** One line of a group, without its name. */
export function lineText({ indent, mark, code, text }: GroupLine, paint: Paint = plain): string {
  const before = [
    '  '.repeat(indent),
    ...(mark ? [`${paint(markColors[mark], mark)} `] : []),
    ...(code ? [`${paint('red', code)}: `] : []),
  ]
  return `${before.join('')}${printable(text)}`
}

function skippedLines({ skippedGroups }: Report): string[] {
  if (skippedGroups.length === 0) return []
  const more = skippedGroups.length - skippedNamed
  return [
    `Groups left out: ${reasons(skippedGroups)}`,
    ...byName(skippedGroups)
      .slice(0, skippedNamed)
      .map(({ id, displayName, reason }) => `  ${printable(displayName || id)}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

function guardLines(report: Report, paint: Paint): string[] {
  if (report.guard.tripped.length === 0) return []
  const waits = report.groups.some(({ withheld }) => withheld.length > 0)
  return [
    ...report.guard.tripped.map(
      (check) =>
        `${paint('yellow', waits ? 'guard' : 'guard, approved')}: ${printable(guardText(check, report))}`,
    ),
    ...(waits ? [`To approve what is withheld: --approve ${report.planHash}`] : []),
  ]
}
