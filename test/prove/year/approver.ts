/** A person who reviews withheld changes and approves at most once a month. */
import type { GuardRule } from '../../../src/model/plan.js'
import type { Report } from '../../../src/model/report.js'

export interface Figures {
  runs: number
  skipped: number
  added: number
  removed: number
  created: number
  deleted: number
  renamed: number
  /** Number of approvals by month (2027-01). */
  approvals: Map<string, number>
  /** Number of runs in which each rule tripped. */
  tripped: Map<GuardRule, number>
  /** Maximum number of withheld memberships at one time, and the longest wait of one. */
  mostHeld: number
  longestHeldMs: number
}

export const noFigures = (): Figures => ({
  runs: 0,
  skipped: 0,
  added: 0,
  removed: 0,
  created: 0,
  deleted: 0,
  renamed: 0,
  approvals: new Map(),
  tripped: new Map(),
  mostHeld: 0,
  longestHeldMs: 0,
})

export function count(figures: Figures, { totals, guard, groups }: Report): void {
  figures.runs++
  figures.added += totals.membersAdded
  figures.removed += totals.membersRemoved
  figures.created += totals.created
  figures.deleted += totals.deleted
  figures.renamed += totals.renamed
  for (const rule of new Set(guard.tripped.map(({ rule }) => rule))) {
    figures.tripped.set(rule, (figures.tripped.get(rule) ?? 0) + 1)
  }
  const held = groups.flatMap(({ withheld }) => withheld).reduce((sum, change) => sum + lossesIn(change), 0)
  figures.mostHeld = Math.max(figures.mostHeld, held)
}

const lossesIn = (change: Report['groups'][number]['withheld'][number]): number =>
  change.type === 'removeMembers' || change.type === 'deleteGroup' ? change.members.length : 0

/** Returns true if more than one group is withheld, which cannot wait for the end of the month. */
export const isUrgent = ({ guard, status }: Report): boolean =>
  status === 'withheld' && guard.tripped.some(({ group }) => group === undefined)

export const monthOf = (ms: number): string => new Date(ms).toISOString().slice(0, 7)

/** Returns true in the afternoon of the last working day of a month. */
export function isClosing(ms: number): boolean {
  const date = new Date(ms)
  const next = new Date(ms + (date.getUTCDay() === 5 ? 3 : 1) * 24 * 3_600_000)
  const isWorking = date.getUTCDay() > 0 && date.getUTCDay() < 6
  return isWorking && date.getUTCHours() === 15 && next.getUTCMonth() !== date.getUTCMonth()
}

export function sentences(figures: Figures): string[] {
  const { approvals, tripped } = figures
  const list = (map: ReadonlyMap<string, number>) =>
    [...map].map(([name, number]) => `${name} ${number}`).join(', ')
  return [
    `${figures.runs} runs, ${figures.skipped} hours without a change skipped`,
    `members: ${figures.added} added, ${figures.removed} removed; groups: ${figures.created} created, ` +
      `${figures.deleted} deleted, ${figures.renamed} renamed`,
    `approvals: ${list(approvals) || 'none'}`,
    `tripped (runs): ${list(tripped) || 'none'}`,
    `at most ${figures.mostHeld} memberships waited at a time, at most ${Math.round(figures.longestHeldMs / 86_400_000)} days`,
  ]
}
