/** Renders a report as Markdown, for a ticket, a pull request or a chat. */
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { changeLines, skippedValueTexts, waitingText } from './changeLines.js'
import { guardText } from './guardSentences.js'
import { escapeForMarkdown } from './escape.js'
import { problemText } from './problemText.js'
import { summaryText } from './summary.js'
import { reasonCounts, maxNamedSkipped } from './counts.js'

/** Commands that never write; their title does not mention the dry run. */
const readOnlyCommands = new Set(['check', 'plan'])

/** Renders a report as Markdown. */
export function markdownReport(report: Report): string {
  const { command, target, startedAt, planHash, dryRun } = report
  const sections = [
    `# group-writeback ${command}${dryRun && !readOnlyCommands.has(command) ? ' (dry run)' : ''}`,
    `**${escapeForMarkdown(summaryText(report))}**`,
    [escapeForMarkdown(target), startedAt, planHash && `plan \`${planHash}\``].filter(Boolean).join(' · '),
    bulletSection(
      'Preflight',
      report.checks?.map(
        ({ name, status, message }) => `**${status}** ${escapeForMarkdown(`${name}: ${message}`)}`,
      ),
    ),
    bulletSection(
      'Problems',
      report.problems.map((problem) => `\`${problem.code}\` ${escapeForMarkdown(problemText(problem))}`),
    ),
    bulletSection('Guard', guardBullets(report)),
    ...report.groups.map(groupBullets),
    bulletSection('Groups left out', skippedGroupBullets(report)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function guardBullets(report: Report): string[] {
  const isWithheld = report.groups.some(({ withheld }) => withheld.length > 0)
  return [
    ...report.guard.tripped.map((check) => escapeForMarkdown(guardText(check, report))),
    ...(isWithheld ? [`To approve what is withheld: \`--approve ${report.planHash}\``] : []),
  ]
}

function skippedGroupBullets({ skippedGroups }: Report): string[] {
  const more = skippedGroups.length - maxNamedSkipped
  return [
    ...skippedGroups
      .slice(0, maxNamedSkipped)
      .map(({ id, displayName, reason }) => `${escapeForMarkdown(displayName || id)}: \`${reason}\``),
    ...(more > 0 ? [`and ${more} more (in all: ${escapeForMarkdown(reasonCounts(skippedGroups))})`] : []),
  ]
}

function groupBullets(group: GroupPlan): string {
  const { id, displayName, dn, status, changes, withheld, waiting, skippedMembers, error } = group
  const lines = [
    ...changes.flatMap(changeLines).map(({ mark, text }) => `\`${mark}\` ${escapeForMarkdown(text)}`),
    ...withheld
      .flatMap(changeLines)
      .map(({ mark, text }) => `withheld: \`${mark}\` ${escapeForMarkdown(text)}`),
    ...waiting.flatMap((entry) => [
      escapeForMarkdown(waitingText(entry)),
      ...(entry.change ? changeLines(entry.change) : []).map(
        ({ mark, text }) => `waiting: \`${mark}\` ${escapeForMarkdown(text)}`,
      ),
    ]),
    ...skippedValueTexts(group).map(escapeForMarkdown),
    ...(skippedMembers.length > 0
      ? [`members left out: ${escapeForMarkdown(reasonCounts(skippedMembers))}`]
      : []),
    ...(error ? [`\`${error.code}\` ${escapeForMarkdown(problemText(error))}`] : []),
  ]
  return bulletSection(`${escapeForMarkdown(displayName || id)} — ${status}`, [
    escapeForMarkdown(dn),
    ...lines,
  ])
}

function bulletSection(title: string, lines: readonly string[] = []): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`
}
