/** A report in lines of some size: PowerShell reads small ones faster, and old ones not at all when they are large. */
import { endingsText, groupLines, guardText, lineText, summaryText, type Report } from '../index.js'

const partLength = 256 * 1024

/** The groups, some in each part, with what happens to them in words. */
export function* groupsOf(report: Report): Generator<object> {
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

/** What is left of the result. */
export const withoutGroups = (report: Report): object => ({
  value: { ...report, groups: [] },
  words: {
    summary: summaryText(report),
    guard: report.guard.tripped.map((check) => guardText(check, report)),
    endings: endingsText(report),
  },
})
