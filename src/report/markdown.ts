/** Renders a report as Markdown, for a ticket, a pull request or a chat. */
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { linesOf, skippedValueTexts, waitingText } from './changeLines.js'
import { guardText } from './guardSentences.js'
import { inMarkdown } from './printable.js'
import { problemText } from './problemText.js'
import { summaryText } from './summary.js'
import { reasons, skippedNamed } from './words.js'

/** Commands that never write; their title does not mention the dry run. */
const readOnlyCommands = new Set(['check', 'plan'])

/** Renders a report as Markdown. */
export function markdownReport(report: Report): string {
  const { command, target, startedAt, planHash, dryRun } = report
  const sections = [
    `# group-writeback ${command}${dryRun && !readOnlyCommands.has(command) ? ' (dry run)' : ''}`,
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
    bullets('Guard', guardBullets(report)),
    ...report.groups.map(groupSection),
    bullets('Groups left out', skippedGroupBullets(report)),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function guardBullets(report: Report): string[] {
  const isWithheld = report.groups.some(({ withheld }) => withheld.length > 0)
  return [
    ...report.guard.tripped.map((check) => inMarkdown(guardText(check, report))),
    ...(isWithheld ? [`To approve what is withheld: \`--approve ${report.planHash}\``] : []),
  ]
}

function skippedGroupBullets({ skippedGroups }: Report): string[] {
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
    ...waiting.flatMap((entry) => [
      inMarkdown(waitingText(entry)),
      ...(entry.change ? linesOf(entry.change) : []).map(
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
