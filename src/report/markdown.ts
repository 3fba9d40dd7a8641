/** A report for a ticket, a pull request or a chat. */
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { linesOf, skippedValueTexts, waitingText } from './changeLines.js'
import { guardText } from './guardSentences.js'
import { inMarkdown } from './printable.js'
import { problemText } from './problemText.js'
import { summaryText } from './summary.js'
import { reasons, skippedNamed } from './words.js'

/** Commands that never write: it need not be said. */
const looksOnly = new Set(['check', 'plan'])

export function markdownReport(report: Report): string {
  const { command, target, startedAt, planHash, dryRun } = report
  const sections = [
    `# group-writeback ${command}${dryRun && !looksOnly.has(command) ? ' (dry run)' : ''}`,
    `**${inMarkdown(summaryText(report))}**`,
    [inMarkdown(target), startedAt, planHash && `plan \`${planHash}\``].filter(Boolean).join(' · '),
    bullets(
      'Preflight',
      report.checks?.map(({ name, status, message }) => `**${status}** ${inMarkdown(`${name}: ${message}`)}`),
    ),
    bullets(
      'Problems',
      report.problems.map((problem) => `\`${problem.code}\` ${inMarkdown(problemText(problem))}`),
    ),
    bullets('Guard', guardLines(report)),
    ...report.groups.map(groupSection),
    bullets('Groups left out', skippedLines(report)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function guardLines(report: Report): string[] {
  const waits = report.groups.some(({ withheld }) => withheld.length > 0)
  return [
    ...report.guard.tripped.map((check) => inMarkdown(guardText(check, report))),
    ...(waits ? [`To approve what is withheld: \`--approve ${report.planHash}\``] : []),
  ]
}

function skippedLines({ skippedGroups }: Report): string[] {
  const more = skippedGroups.length - skippedNamed
  return [
    ...skippedGroups
      .slice(0, skippedNamed)
      .map(({ id, displayName, reason }) => `${inMarkdown(displayName || id)}: \`${reason}\``),
    ...(more > 0 ? [`and ${more} more (in all: ${inMarkdown(reasons(skippedGroups))})`] : []),
  ]
}

function groupSection(group: GroupPlan): string {
  const { id, displayName, dn, status, changes, withheld, waiting, skippedMembers, error } = group
  const lines = [
    ...changes.flatMap(linesOf).map(({ mark, text }) => `\`${mark}\` ${inMarkdown(text)}`),
    ...withheld.flatMap(linesOf).map(({ mark, text }) => `withheld: \`${mark}\` ${inMarkdown(text)}`),
    ...waiting.flatMap((one) => [
      inMarkdown(waitingText(one)),
      ...(one.change ? linesOf(one.change) : []).map(
        ({ mark, text }) => `waiting: \`${mark}\` ${inMarkdown(text)}`,
      ),
    ]),
    ...skippedValueTexts(group).map(inMarkdown),
    ...(skippedMembers.length > 0 ? [`members left out: ${inMarkdown(reasons(skippedMembers))}`] : []),
    ...(error ? [`\`${error.code}\` ${inMarkdown(problemText(error))}`] : []),
  ]
  return bullets(`${inMarkdown(displayName || id)} — ${status}`, [inMarkdown(dn), ...lines])
}

function bullets(title: string, lines: readonly string[] = []): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`
}
