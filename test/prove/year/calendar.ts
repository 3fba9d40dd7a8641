/** Events in a company hour by hour: every working day, every month, and twice a year. */
import {
  anyOf,
  below,
  change,
  close,
  deleteAccount,
  disableAccount,
  hire,
  invite,
  open,
  openUnits,
  place,
  show,
  softDelete,
  times,
  type Company,
  type Unit,
} from './company.js'

/** Rates per year: leavers, joiners and movers as a share of all people; new groups, … as a share of all groups. */
export const rates = {
  leavers: 0.1,
  joiners: 0.1,
  movers: 0.08,
  /** Changed memberships of projects and applications per day and person. */
  daily: 0.002,
  newGroups: 0.2,
  renames: 0.1,
  /** Share of the projects. */
  ends: 0.4,
  /** Share of the people whom a reorganisation moves to another team. */
  reorganised: 0.15,
}

export interface Calendar {
  /** Scheduled events by hour. */
  later: Map<number, Array<() => void>>
  reorganisations: readonly number[]
}

const workingDays = 250

/** Returns a calendar with reorganisations in weeks 15 and 38 of a year, or in the middle of a quarter. */
export const makeCalendar = (weeks: number): Calendar => ({
  later: new Map(),
  reorganisations: [15, 38].filter((week) => week < weeks).concat(weeks < 15 ? [Math.floor(weeks / 2)] : []),
})

export function live(company: Company, calendar: Calendar, hour: number): void {
  for (const act of calendar.later.get(hour) ?? []) act()
  calendar.later.delete(hour)
  const [day, ofDay] = [Math.floor(hour / 24), hour % 24]
  const [week, weekday] = [Math.floor(day / 7), day % 7]
  if (calendar.reorganisations.includes(week) && weekday === 5 && ofDay === 14) reorganise(company)
  if (weekday > 4 || ofDay < 2 || ofDay > 11) return
  const perHour = 1 / 10
  const arrange = (hours: number, act: () => void) => {
    const at = hour + Math.max(1, Math.round(hours))
    calendar.later.set(at, [...(calendar.later.get(at) ?? []), act])
  }
  people(company, perHour, arrange)
  groups(company, perHour, arrange)
  passing(company, perHour, arrange)
}

type Arrange = (hours: number, act: () => void) => void

function people(company: Company, perHour: number, arrange: Arrange): void {
  const perDay = (share: number) => (company.size.people * share * perHour) / workingDays
  for (let n = times(company, perDay(rates.leavers)); n > 0; n--) leave(company, arrange)
  for (let n = times(company, perDay(rates.joiners)); n > 0; n--) hire(company)
  for (let n = times(company, perDay(rates.movers)); n > 0; n--) {
    const mover = anyOf(company, company.people)
    if (mover?.guid !== undefined && mover.isHere) place(company, mover)
  }
  if (company.random() < 0.02) invite(company)
  const units = [...openUnits(company, 'project'), ...openUnits(company, 'application')]
  for (let n = times(company, company.size.people * rates.daily * perHour); n > 0; n--) {
    const unit = anyOf(company, units)
    const isLeaving = company.random() < 0.5
    const one = isLeaving ? anyOf(company, [...(unit?.members ?? [])]) : anyOf(company, company.people)
    if (unit && one?.isHere) change(company, unit, one, !isLeaving)
  }
}

/** Leavers: of five, three lose their account in AD some hours before, one at the same time, and one after a week. */
function leave(company: Company, arrange: Arrange): void {
  const leaver = anyOf(company, company.people)
  if (!leaver?.isHere) return
  const kind = below(company, 5)
  if (kind < 4) disableAccount(company, leaver)
  if (kind < 3) arrange(1 + below(company, 40), () => softDelete(company, leaver))
  else softDelete(company, leaver)
  if (kind === 4) arrange(7 * 24, () => disableAccount(company, leaver))
  arrange(30 * 24, () => deleteAccount(company, leaver))
}

function groups(company: Company, perHour: number, arrange: Arrange): void {
  const perDay = (count: number, share: number) => (count * share * perHour) / workingDays
  const { groups: count } = company.size
  for (let n = times(company, perDay(count, rates.newGroups)); n > 0; n--) {
    const unit = open(company, company.random() < 0.7 ? 'project' : 'application')
    for (let m = 4 + below(company, 12); m > 0; m--)
      change(company, unit, anyOf(company, company.people), true)
  }
  for (let n = times(company, perDay(count, rates.renames)); n > 0; n--) {
    const unit = anyOf(company, company.units)
    if (unit?.isOpen) rename(company, unit)
  }
  const projects = openUnits(company, 'project')
  for (let n = times(company, perDay(projects.length, rates.ends)); n > 0; n--) {
    const project = anyOf(company, projects)
    if (!project) continue
    if (company.random() < 0.5) empty(company, project)
    arrange(project.members.size === 0 ? 10 * 24 : 1, () => close(company, project))
  }
}

function rename(company: Company, { group }: Unit): void {
  group.displayName = `${group.displayName.replace(/ v\d+$/, '')} v${below(company, 1000)}`
  company.isChanged = true
}

function empty(company: Company, unit: Unit): void {
  unit.members.clear()
  show(company, unit)
}

/** Roles for some hours, access packages for hours to weeks, and sometimes a course that ends for all at once. */
function passing(company: Company, perHour: number, arrange: Arrange): void {
  const lend = (unit: Unit, count: number, hours: number) => {
    const lent = Array.from({ length: count }, () => anyOf(company, company.people))
    for (const one of lent) if (one && !unit.members.has(one)) borrow(company, unit, one, hours, arrange)
  }
  for (const unit of openUnits(company, 'role')) {
    if (company.random() < 0.6 * perHour) lend(unit, 1 + below(company, 4), 1 + below(company, 8))
  }
  for (const unit of openUnits(company, 'package')) {
    if (company.random() < 0.4 * perHour) lend(unit, 1 + below(company, 3), 4 + below(company, 14 * 24))
    if (company.random() < 0.02 * perHour) lend(unit, 8 + below(company, 12), 5 * 24)
  }
}

function borrow(
  company: Company,
  unit: Unit,
  one: Parameters<typeof change>[2],
  hours: number,
  arrange: Arrange,
): void {
  change(company, unit, one, true)
  arrange(hours, () => change(company, unit, one, false))
}

/** A reorganisation on a Saturday: many people change teams, some teams are created, renamed or closed. */
function reorganise(company: Company): void {
  const teams = openUnits(company, 'team')
  const some = Math.ceil(teams.length / 40)
  for (let n = 0; n < some; n++) open(company, 'team')
  for (const unit of teams.slice(0, some * 2)) rename(company, unit)
  for (const employee of company.people) {
    const isMoved = employee.isHere && employee.guid !== undefined && company.random() < rates.reorganised
    if (isMoved) place(company, employee)
  }
  for (const unit of openUnits(company, 'team').filter(({ members }) => members.size === 0))
    close(company, unit)
}
