/** Splits a report into lines of limited size: PowerShell reads them faster, and old versions cannot read large ones. */
import { endingsText, groupLines, guardText, lineText, summaryText, type Report } from '../index.js'

/** Characters of JSON, without the texts. */
const partLength = 256 * 1024

/** Yields the groups of a report in parts, each group with its changes as text. */
export function* groupParts(report: Report): Generator<object> {
  const words = report.groups.map((group) => groupLines(group).map((line) => lineText(line)))
  let from = 0
  let length = 0
  for (const [index, group] of report.groups.entries()) {
    length += JSON.stringify(group).length
    const isLast = index === report.groups.length - 1
    if (length < partLength && !isLast) continue
    const part = [from, index + 1] as const
    yield { type: 'groups', groups: report.groups.slice(...part), words: words.slice(...part) }
    from = index + 1
    length = 0
  }
}

/** Returns the result without its groups, with the summary, the guard's findings and the endings as text. */
export const resultWithoutGroups = (report: Report): object => ({
  value: { ...report, groups: [] },
  words: {
    summary: summaryText(report),
    guard: report.guard.tripped.map((check) => guardText(check, report)),
    endings: endingsText(report),
  },
})
