/** Renders a report as text for a terminal. */
import { styleText } from 'node:util'
import type { GroupPlan, GroupStatus } from '../model/plan.js'
import type { Check, Report } from '../model/report.js'
import type { ChangeMark } from './changeLines.js'
import { groupLines, type GroupLine } from './groupLines.js'
import { guardText } from './guardSentences.js'
import { escapeForTerminal } from './escape.js'
import { problemText } from './problemText.js'
import { summaryText } from './summary.js'
import { countText, reasonCounts, maxNamedSkipped } from './counts.js'

type TextFormat = Parameters<typeof styleText>[0]
type Paint = (format: TextFormat, text: string) => string

/** Renders a report as text. */
export function textReport(report: Report, color = false): string {
  const paint: Paint = color
    ? (format, text) => styleText(format, text, { validateStream: false })
    : unpainted
  const blocks = [
    (report.checks ?? []).map((check) => checkLine(check, paint)),
    byName(report.groups.filter(isShown)).flatMap((group) => [...groupTexts(group, paint), '']),
    skippedMemberLines(report),
    skippedGroupLines(report),
    guardTextLines(report, paint),
    report.problems.map(
      (problem) => `${paint('red', problem.code)}: ${escapeForTerminal(problemText(problem))}`,
    ),
    [paint('bold', escapeForTerminal(summaryText(report)))],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
    .replaceAll('\n\n\n', '\n\n')}\n`
}

/** Returns true if a group has a section of its own; groups in sync are listed only for the members left out of them. */
const isShown = ({ changes, withheld, waiting, skippedValues, error }: GroupPlan): boolean =>
  [changes, withheld, waiting, skippedValues].some((list) => list.length > 0) || error !== undefined

/** Sorts by name; the report itself is sorted by id. */
const byName = <T extends { id: string; displayName: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => collator.compare(a.displayName || a.id, b.displayName || b.id))

const collator = new Intl.Collator('en', { numeric: true })

function skippedMemberLines({ groups }: Report): string[] {
  const inSync = byName(groups.filter((group) => !isShown(group) && group.skippedMembers.length > 0))
  if (inSync.length === 0) return []
  const more = inSync.length - maxNamedSkipped
  return [
    `Members left out of groups in sync: ${reasonCounts(inSync.flatMap((group) => group.skippedMembers))}`,
    ...inSync
      .slice(0, maxNamedSkipped)
      .map(
        ({ id, displayName, skippedMembers }) =>
          `  ${escapeForTerminal(displayName || id)}: ${reasonCounts(skippedMembers)}`,
      ),
    ...(more > 0 ? [`  and ${countText(more, 'more group')}`] : []),
  ]
}

const checkMarks: Record<Check['status'], [TextFormat, string]> = {
  ok: ['green', 'ok     '],
  warning: ['yellow', 'warning'],
  failed: ['red', 'failed '],
}

function checkLine({ name, status, message }: Check, paint: Paint): string {
  return `${paint(...checkMarks[status])} ${paint('bold', escapeForTerminal(name))}: ${escapeForTerminal(message)}`
}

const statusColors: Record<GroupStatus, TextFormat> = {
  inSync: 'green',
  applied: 'green',
  pending: 'cyan',
  withheld: 'yellow',
  partial: 'red',
  failed: 'red',
}

function groupTexts(group: GroupPlan, paint: Paint): string[] {
  const { id, displayName, dn, status } = group
  const title = `${paint('bold', escapeForTerminal(displayName || id))}  ${paint(statusColors[status], status)}`
  return [
    `${title}  ${paint('dim', escapeForTerminal(dn))}`,
    ...groupLines(group).map((line) => `  ${lineText(line, paint)}`),
  ]
}

const markColors: Record<ChangeMark, TextFormat> = { '+': 'green', '~': 'yellow', '-': 'red' }

const unpainted: Paint = (_, text) => text

/** Renders one line about a group, with its mark and indent. */
export function lineText({ indent, mark, code, text }: GroupLine, paint: Paint = unpainted): string {
  const before = [
    '  '.repeat(indent),
    ...(mark ? [`${paint(markColors[mark], mark)} `] : []),
    ...(code ? [`${paint('red', code)}: `] : []),
  ]
  return `${before.join('')}${escapeForTerminal(text)}`
}

function skippedGroupLines({ skippedGroups }: Report): string[] {
  if (skippedGroups.length === 0) return []
  const more = skippedGroups.length - maxNamedSkipped
  return [
    `Groups left out: ${reasonCounts(skippedGroups)}`,
    ...byName(skippedGroups)
      .slice(0, maxNamedSkipped)
      .map(({ id, displayName, reason }) => `  ${escapeForTerminal(displayName || id)}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

function guardTextLines(report: Report, paint: Paint): string[] {
  if (report.guard.tripped.length === 0) return []
  const isWithheld = report.groups.some(({ withheld }) => withheld.length > 0)
  return [
    ...report.guard.tripped.map(
      (check) =>
        `${paint('yellow', isWithheld ? 'guard' : 'guard, approved')}: ${escapeForTerminal(guardText(check, report))}`,
    ),
    ...(isWithheld ? [`To approve what is withheld: --approve ${report.planHash}`] : []),
  ]
}
