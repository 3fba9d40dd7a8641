/** Runs a year of hourly runs. Hours without a change since the last run and without waiting changes are skipped. */
import { runSync } from '../../../src/commands/sync.js'
import type { Report } from '../../../src/model/report.js'
import { advanceClock } from '../../memory/world.js'
import { count, isClosing, isUrgent, monthOf, noFigures, type Figures } from './approver.js'
import { live, makeCalendar } from './calendar.js'
import { makeCompany, type Company, type Size } from './company.js'

export interface Year {
  company: Company
  figures: Figures
  last: Report
}

const dayMs = 24 * 3_600_000

export async function liveYear(size: Size, seed: number, prepare: (company: Company) => void): Promise<Year> {
  const company = makeCompany(size, seed)
  prepare(company)
  const { world } = company
  const figures = noFigures()
  const calendar = makeCalendar(size.weeks)
  let last = await begin(company)
  let ranAt = world.clock.ms
  for (let hour = 0; hour < size.weeks * 7 * 24; hour++) {
    advanceClock(world, { hours: 1 })
    live(company, calendar, hour)
    const now = world.clock.ms
    const mayBeFree = last.status === 'withheld' && now - ranAt >= dayMs
    const isWaiting = last.status === 'pending' || last.status === 'partial'
    const isDue = company.isChanged || isWaiting || mayBeFree || isClosing(now)
    if (!isDue) figures.skipped++
    else {
      last = await run(company, figures)
      ranAt = now
    }
  }
  return { company, figures, last }
}

/** Performs the first run with its approval. */
async function begin(company: Company): Promise<Report> {
  const { ports, settings } = company.world
  const first = await runSync('sync', ports, settings, {})
  const done = await runSync('sync', ports, settings, { approve: first.planHash })
  if (done.status !== 'applied') throw new Error(`The first run has the status ${done.status}.`)
  company.isChanged = false
  return done
}

async function run(company: Company, figures: Figures): Promise<Report> {
  const { ports, settings, clock, state } = company.world
  const report = await runSync('sync', ports, settings, {})
  company.isChanged = false
  count(figures, report)
  noteWaiting(company, figures)
  // Older journals are not read, and a year of them needs much memory.
  if (state.journals.length > 200) for (const old of state.journals.slice(0, -200)) old.intents = []
  const isOpen = report.status === 'withheld'
  if (!isOpen || !(isUrgent(report) || isClosing(clock.ms))) return report
  return approve(company, figures, report)
}

function noteWaiting({ world }: Company, figures: Figures): void {
  for (const { members } of world.state.heldAccess) {
    for (const { since } of members) {
      figures.longestHeldMs = Math.max(figures.longestHeldMs, world.clock.ms - Date.parse(since))
    }
  }
}

async function approve(company: Company, figures: Figures, waiting: Report): Promise<Report> {
  const { ports, settings, clock } = company.world
  const month = monthOf(clock.ms)
  const before = figures.approvals.get(month) ?? 0
  // After an approval in this month, withheld changes wait for the next month.
  if (before > 0 && !isUrgent(waiting)) return waiting
  figures.approvals.set(month, before + 1)
  const done = await runSync('sync', ports, settings, { approve: waiting.planHash })
  count(figures, done)
  figures.runs--
  if (done.status === 'withheld') throw new Error(`The run is still withheld after the approval of ${month}.`)
  return done
}
