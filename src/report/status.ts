import ms from 'ms'
import type { HeldAccess, Status, Trouble } from '../model/status.js'
import { inMarkdown, printable } from './printable.js'
import { count } from './words.js'

/** What is remembered, for people; ages are counted up to `now`. */
export function statusText(status: Status, now = new Date()): string {
  const { state, problems, held, runs, numbers, groups, failing } = partsOf(status, now)
  const lines = [
    state,
    ...problems,
    ...held,
    ...runs,
    numbers,
    ...groups.map((group) => `  ${group}`),
    ...failing,
  ]
  return `${lines.map(printable).join('\n')}\n`
}

/** The same for a ticket or a chat. */
export function statusMarkdown(status: Status, now = new Date()): string {
  const { state, problems, held, runs, numbers, groups, failing } = partsOf(status, now)
  const bullets = [...problems, ...held, ...runs, numbers, ...groups, ...failing].map(
    (line) => `- ${inMarkdown(line)}`,
  )
  return `# group-writeback status\n\n**${inMarkdown(state)}**\n\n${bullets.join('\n')}\n`
}

/** A line each. */
function partsOf(status: Status, now: Date) {
  const { target, heldAccess, enabled, selected, disabled, troubles, lastRun, lease } = status
  const chosen = Object.entries(selected)
  const state = enabled === undefined ? 'neither enabled nor disabled yet' : enabled ? 'enabled' : 'disabled'
  return {
    state: `${target}: ${state}`,
    problems: status.problems.map(({ code, message }) => `${code}: ${message}`),
    held: [...heldAccess].sort(byAge).flatMap((held) => heldTexts(held, now)),
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

const oldestOf = ({ members }: HeldAccess): string => members.map(({ since }) => since).sort()[0] ?? ''
const byAge = (a: HeldAccess, b: HeldAccess): number => (oldestOf(a) < oldestOf(b) ? -1 : 1)

/** How many members of a group are named; the rest is counted. */
const membersNamed = 10

/** Who still has access though the cloud says no: the oldest first. */
function heldTexts({ id, displayName, dn, heldBy, members }: HeldAccess, now: Date): string[] {
  const oldestFirst = [...members].sort((a, b) => (a.since < b.since ? -1 : 1))
  const more = members.length - membersNamed
  const oldest = oldestFirst[0]?.since ?? ''
  const later = (since: string) => (since === oldest ? '' : ` since ${ageText(since, now)}`)
  return [
    `Still has access: ${count(members.length, 'member')} of ${displayName || id} (${dn}) since ${ageText(oldest, now)}, held by ${heldBy.join(', ')}`,
    ...oldestFirst.slice(0, membersNamed).map(({ name, since }) => `  ${name}${later(since)}`),
    ...(more > 0 ? [`  and ${count(more, 'more member')}`] : []),
  ]
}

/** A time from a file that somebody edited may be none. */
function ageText(since: string, now: Date): string {
  const age = now.getTime() - Date.parse(since)
  return Number.isFinite(age) ? `${since} (${ms(age, { long: true })})` : since
}

function troubleText({ id, displayName, problem, since, attempts, nextTry }: Trouble): string {
  const { code, message, hint } = problem
  const tried = `since ${since}, tried ${count(attempts, 'time')}, again after ${nextTry}`
  return `Failing: ${displayName || id} ${tried}: ${code}: ${[message, hint].join(' ').trim()}`
}
