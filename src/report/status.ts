/** Renders the local state as text and Markdown. */
import ms from 'ms'
import type { HeldAccess, Status, Trouble } from '../model/status.js'
import { escapeForMarkdown, escapeForTerminal } from './escape.js'
import { countText } from './counts.js'

/** Renders the local state as text; ages are relative to `now`. */
export function statusText(status: Status, now = new Date()): string {
  const { state, problems, accessLines, runs, numbers, groups, failing } = statusParts(status, now)
  const lines = [
    state,
    ...problems,
    ...accessLines,
    ...runs,
    numbers,
    ...groups.map((group) => `  ${group}`),
    ...failing,
  ]
  return `${lines.map(escapeForTerminal).join('\n')}\n`
}

/** Renders the local state as Markdown, for a ticket or a chat; ages are relative to `now`. */
export function statusMarkdown(status: Status, now = new Date()): string {
  const { state, problems, accessLines, runs, numbers, groups, failing } = statusParts(status, now)
  const bullets = [...problems, ...accessLines, ...runs, numbers, ...groups, ...failing].map(
    (line) => `- ${escapeForMarkdown(line)}`,
  )
  return `# group-writeback status\n\n**${escapeForMarkdown(state)}**\n\n${bullets.join('\n')}\n`
}

/** Returns the lines of the status by subject. */
function statusParts(status: Status, now: Date) {
  const { target, heldAccess, enabled, selected, disabled, troubles, lastRun, lease } = status
  const selections = Object.entries(selected)
  const state = enabled === undefined ? 'neither enabled nor disabled yet' : enabled ? 'enabled' : 'disabled'
  return {
    state: `${target}: ${state}`,
    problems: status.problems.map(({ code, message }) => `${code}: ${message}`),
    accessLines: [...heldAccess].sort(compareAge).flatMap((access) => heldAccessLines(access, now)),
    runs: [
      lastRun
        ? `Last run: ${lastRun.command} ${lastRun.runId}, ${lastRun.startedAt}: ${lastRun.status}`
        : 'No run has completed yet.',
      ...(lease
        ? [
            `Running: ${lease.command} ${lease.runId}, process ${lease.pid} on ${lease.host}, since ${lease.since}`,
          ]
        : []),
    ],
    numbers: `${countText(selections.length, 'group')} enabled one by one, ${disabled.length} disabled by name`,
    groups: [
      ...selections.map(([id, { as, container }]) => [id, as, container].filter(Boolean).join('  ')),
      ...disabled.map((id) => `${id}  disabled`),
    ],
    failing: troubles.map(failedGroupText),
  }
}

const oldestAccess = ({ members }: HeldAccess): string => members.map(({ since }) => since).sort()[0] ?? ''
const compareAge = (a: HeldAccess, b: HeldAccess): number => (oldestAccess(a) < oldestAccess(b) ? -1 : 1)

/** The number of members of a group that are named; the others are counted. */
const maxListedMembers = 10

/** Returns the members of a group who still have access in AD but not in the cloud, the longest first. */
function heldAccessLines({ id, displayName, dn, heldBy, members }: HeldAccess, now: Date): string[] {
  const oldestFirst = [...members].sort((a, b) => (a.since < b.since ? -1 : 1))
  const more = members.length - maxListedMembers
  const oldest = oldestFirst[0]?.since ?? ''
  const later = (since: string) => (since === oldest ? '' : ` since ${ageText(since, now)}`)
  return [
    `Still has access: ${countText(members.length, 'member')} of ${displayName || id} (${dn}) since ${ageText(oldest, now)}, because of ${heldBy.join(', ')}`,
    ...oldestFirst.slice(0, maxListedMembers).map(({ name, since }) => `  ${name}${later(since)}`),
    ...(more > 0 ? [`  and ${countText(more, 'more member')}`] : []),
  ]
}

/** Returns a time with its age; a file that was edited may contain an invalid time, which is returned as it is. */
function ageText(since: string, now: Date): string {
  const age = now.getTime() - Date.parse(since)
  return Number.isFinite(age) ? `${since} (${ms(age, { long: true })})` : since
}

function failedGroupText({ id, displayName, problem, since, attempts, nextTry }: Trouble): string {
  const { code, message, hint } = problem
  const attempted = `since ${since}, ${countText(attempts, 'attempt')}, next retry after ${nextTry}`
  return `Failing: ${displayName || id} ${attempted}: ${code}: ${[message, hint].join(' ').trim()}`
}
