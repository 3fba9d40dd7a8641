/** The command line's own words, for callers that show a report in their own form. */
import { textReport, type Report } from '../index.js'

/** How the run ended, in a sentence. */
export const summaryOf = (report: Report): string => linesOf(report).at(-1) ?? ''

/** The same with what concerns the whole run, for somebody who watches standard error. */
export const wordsForPeople = (report: Report): string => linesOf(report).join('\n')

/** What happens to each group, in lines: changes, what is held back, who is left out, what went wrong. */
export const wordsOf = (report: Report): string[][] =>
  report.groups.map((group) => {
    const [, ...lines] = linesOf(report, { groups: [group], problems: [] }) // the first one is its name
    return lines.slice(0, lines.indexOf('')).map((line) => line.slice(indentation))
  })

const indentation = 2

/** What each guard that tripped says. */
export const guardWordsOf = (report: Report): string[] =>
  report.guard.tripped.map((one) => {
    const groups = report.groups
      .filter(({ id }) => id === one.group)
      .map(({ error: _, ...group }) => ({ ...group, changes: [], withheld: [], skippedMembers: [] }))
    const lines = linesOf(report, { groups, problems: [], guard: { checks: [], tripped: [one] } })
    return lines.flatMap((line) => guardLine.exec(line)?.groups?.['words'] ?? []).at(-1) ?? ''
  })

/** Nothing waits where only a part of the report is told; then it reads as if it had been approved. */
const guardLine = /^guard(, approved)?: (?<words>.*)$/

/** The text of a report of which only some parts are of interest. */
function linesOf(report: Report, parts: Partial<Report> = {}): string[] {
  const nothing = { groups: [], skippedGroups: [], guard: { checks: [], tripped: [] }, checks: [] }
  return textReport({ ...report, ...nothing, ...parts })
    .trimEnd()
    .split('\n')
}
