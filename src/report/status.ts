import type { Status } from '../model/status.js'
import { printable } from './printable.js'
import { count } from './words.js'

/** What is remembered, for people. */
export function statusText(status: Status): string {
  const { target, enabled, selected, disabled, troubles, lastRun, lease } = status
  const chosen = Object.entries(selected)
  const lines = [
    `${printable(target)}: ${enabled === undefined ? 'neither enabled nor disabled yet' : enabled ? 'enabled' : 'disabled'}`,
    lastRun
      ? `Last run: ${lastRun.command} ${lastRun.runId}, ${lastRun.startedAt}: ${lastRun.status}`
      : 'No run has ended yet.',
    ...(lease
      ? [
          `Running: ${lease.command} ${lease.runId}, process ${lease.pid} on ${printable(lease.host)}, since ${lease.since}`,
        ]
      : []),
    `${count(chosen.length, 'group')} enabled one by one, ${disabled.length} disabled by name`,
    ...chosen.map(
      ([id, { as, container }]) =>
        `  ${[id, as, container && printable(container)].filter(Boolean).join('  ')}`,
    ),
    ...disabled.map((id) => `  ${id}  disabled`),
    ...troubles.map(
      ({ id, displayName, problem, since, attempts }) =>
        `Failing: ${printable(displayName) || id} since ${since}, tried ${count(attempts, 'time')}: ${problem.code}: ${printable(problem.message)}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
