import type { Status, Trouble } from '../model/status.js'
import { inMarkdown, printable } from './printable.js'
import { count } from './words.js'

/** What is remembered, for people. */
export function statusText(status: Status): string {
  const { state, runs, numbers, groups, failing } = partsOf(status)
  const lines = [state, ...runs, numbers, ...groups.map((group) => `  ${group}`), ...failing]
  return `${lines.map(printable).join('\n')}\n`
}

/** The same for a ticket or a chat. */
export function statusMarkdown(status: Status): string {
  const { state, runs, numbers, groups, failing } = partsOf(status)
  const bullets = [...runs, numbers, ...groups, ...failing].map((line) => `- ${inMarkdown(line)}`)
  return `# group-writeback status\n\n**${inMarkdown(state)}**\n\n${bullets.join('\n')}\n`
}

/** A line each. */
function partsOf({ target, enabled, selected, disabled, troubles, lastRun, lease }: Status) {
  const chosen = Object.entries(selected)
  const state = enabled === undefined ? 'neither enabled nor disabled yet' : enabled ? 'enabled' : 'disabled'
  return {
    state: `${target}: ${state}`,
    runs: [
      lastRun
        ? `Last run: ${lastRun.command} ${lastRun.runId}, ${lastRun.startedAt}: ${lastRun.status}`
        : 'No run has ended yet.',
      ...(lease
        ? [
            `Running: ${lease.command} ${lease.runId}, process ${lease.pid} on ${lease.host}, since ${lease.since}`,
          ]
        : []),
    ],
    numbers: `${count(chosen.length, 'group')} enabled one by one, ${disabled.length} disabled by name`,
    groups: [
      ...chosen.map(([id, { as, container }]) => [id, as, container].filter(Boolean).join('  ')),
      ...disabled.map((id) => `${id}  disabled`),
    ],
    failing: troubles.map(troubleText),
  }
}

function troubleText({ id, displayName, problem, since, attempts, nextTry }: Trouble): string {
  const { code, message, wayOut } = problem
  const tried = `since ${since}, tried ${count(attempts, 'time')}, again after ${nextTry}`
  return `Failing: ${displayName || id} ${tried}: ${code}: ${[message, wayOut].join(' ').trim()}`
}
