/** A report for a ticket, a pull request or a chat. */
import type { GroupPlan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { inMarkdown } from './printable.js'
import { guardText, linesOf, reasons, verdict } from './words.js'

export function markdownReport(report: Report): string {
  const { command, target, startedAt, planHash, dryRun } = report
  const sections = [
    `# group-writeback ${command}${dryRun ? ' (dry run)' : ''}`,
    `**${inMarkdown(verdict(report))}**`,
    `${inMarkdown(target)} · ${startedAt} · plan \`${planHash || 'none'}\``,
    bullets(
      'Preflight',
      report.checks?.map(({ name, status, message }) => `**${status}** ${inMarkdown(`${name}: ${message}`)}`),
    ),
    bullets(
      'Problems',
      report.problems.map(
        ({ code, message, wayOut = '' }) => `\`${code}\` ${inMarkdown(`${message} ${wayOut}`.trim())}`,
      ),
    ),
    bullets(
      'Guard',
      report.guard.tripped.map((check) => inMarkdown(guardText(check, report))),
    ),
    ...report.groups.map(groupSection),
    bullets(
      'Groups left out',
      report.skippedGroups.map(
        ({ id, displayName, reason }) => `${inMarkdown(displayName || id)}: \`${reason}\``,
      ),
    ),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

function groupSection({
  id,
  displayName,
  dn,
  status,
  changes,
  withheld,
  skippedMembers,
  error,
}: GroupPlan): string {
  const lines = [
    ...changes.flatMap(linesOf).map(({ mark, text }) => `\`${mark}\` ${inMarkdown(text)}`),
    ...withheld.flatMap(linesOf).map(({ mark, text }) => `withheld: \`${mark}\` ${inMarkdown(text)}`),
    ...(skippedMembers.length > 0 ? [`members left out: ${inMarkdown(reasons(skippedMembers))}`] : []),
    ...(error ? [`\`${error.code}\` ${inMarkdown([error.message, error.wayOut].join(' ').trim())}`] : []),
  ]
  return `${bullets(`${inMarkdown(displayName || id)} — ${status}`, [inMarkdown(dn), ...lines])}`
}

function bullets(title: string, lines: readonly string[] = []): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`
}
