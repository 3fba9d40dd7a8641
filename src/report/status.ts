import type { Status, Trouble } from '../model/status.js'
import { printable } from './printable.js'
import { count } from './words.js'

/** What is remembered, for people. */
export function statusText(status: Status): string {
  const { target, enabled, selected, disabled, troubles, lastRun, lease } = status
  const chosen = Object.entries(selected)
  const state = enabled === undefined ? 'neither enabled nor disabled yet' : enabled ? 'enabled' : 'disabled'
  const lines = [
    `${target}: ${state}`,
    lastRun
      ? `Last run: ${lastRun.command} ${lastRun.runId}, ${lastRun.startedAt}: ${lastRun.status}`
      : 'No run has ended yet.',
    ...(lease
      ? [
          `Running: ${lease.command} ${lease.runId}, process ${lease.pid} on ${lease.host}, since ${lease.since}`,
        ]
      : []),
    `${count(chosen.length, 'group')} enabled one by one, ${disabled.length} disabled by name`,
    ...chosen.map(([id, { as, container }]) => `  ${[id, as, container].filter(Boolean).join('  ')}`),
    ...disabled.map((id) => `  ${id}  disabled`),
    ...troubles.map(troubleText),
  ]
  return `${lines.map(printable).join('\n')}\n`
}

function troubleText({ id, displayName, problem, since, attempts, nextTry }: Trouble): string {
  const { code, message, wayOut } = problem
  const tried = `since ${since}, tried ${count(attempts, 'time')}, again after ${nextTry}`
  return `Failing: ${displayName || id} ${tried}: ${code}: ${[message, wayOut].join(' ').trim()}`
}
