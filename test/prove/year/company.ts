/** A company: its people, its groups by purpose, and its events. Everything is derived from one seed. */
import type { CloudGroup } from '../../../src/model/group.js'
import type { CloudMember } from '../../../src/model/member.js'
import { addObject, removeObject } from '../../memory/directory.js'
import { addGroup, defaultLimits, idOf, makeWorld, type World } from '../../memory/world.js'

export interface Size {
  people: number
  groups: number
  weeks: number
}

export type Purpose = 'everybody' | 'department' | 'team' | 'project' | 'application' | 'package' | 'role'

export interface Employee {
  member: CloudMember
  /** GUID of the account in AD; guests have none. */
  guid?: string
  team: number
  isHere: boolean
}

export interface Unit {
  group: CloudGroup
  purpose: Purpose
  members: Set<Employee>
  isOpen: boolean
}

export interface Company {
  world: World
  size: Size
  people: Employee[]
  units: Unit[]
  random: () => number
  /** True if something changed since the last run. */
  isChanged: boolean
  /** True while the company is set up and the cloud is not updated yet. */
  isFounded: boolean
  numbers: { person: number; group: number }
}

/** Mulberry32, a small pseudo-random generator with the same results everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const below = ({ random }: Company, limit: number): number => Math.floor(random() * limit)

export const anyOf = <T>(company: Company, list: readonly T[]): T | undefined =>
  list[below(company, list.length)]

/** Returns a random number of events with this average. */
export function times(company: Company, average: number): number {
  const whole = Math.floor(average)
  return whole + (company.random() < average - whole ? 1 : 0)
}

/** Shares of the groups by purpose; the rest are teams. */
const shares: ReadonlyArray<[Purpose, number]> = [
  ['everybody', 0.002],
  ['department', 0.04],
  ['project', 0.3],
  ['application', 0.12],
  ['package', 0.06],
  ['role', 0.08],
]

export function makeCompany(size: Size, seed: number): Company {
  const world = makeWorld({ scope: 'all', policy: 'delete', limits: defaultLimits })
  world.clock.ms = Date.parse('2027-01-04T06:00:00Z')
  const company: Company = {
    world,
    size,
    people: [],
    units: [],
    random: randomOf(seed),
    isChanged: true,
    isFounded: false,
    numbers: { person: 0, group: 0 },
  }
  for (const [purpose, share] of shares) {
    for (let n = 0; n < Math.max(1, Math.round(share * size.groups)); n++) open(company, purpose)
  }
  while (company.units.length < size.groups) open(company, 'team')
  for (let n = 0; n < size.people; n++) hire(company)
  for (let n = 0; n < size.people / 20; n++) invite(company)
  for (const unit of company.units) fill(company, unit)
  company.isFounded = true
  for (const unit of company.units) show(company, unit)
  return company
}

export function open(company: Company, purpose: Purpose): Unit {
  const number = ++company.numbers.group
  const kind = purpose === 'project' && number % 3 === 0 ? 'microsoft365' : 'security'
  const group = addGroup(company.world, number, { displayName: `${purpose} ${number}`, kind })
  const unit: Unit = { group, purpose, members: new Set(), isOpen: true }
  company.units.push(unit)
  company.isChanged = true
  return unit
}

export const openUnits = ({ units }: Company, purpose: Purpose): Unit[] =>
  units.filter((unit) => unit.isOpen && unit.purpose === purpose)

/** Adds a person to the company, a department and a team. */
export function hire(company: Company): Employee {
  const number = ++company.numbers.person
  const { guid, sid } = addObject(company.world.directory, {
    name: `user${number}`,
    container: 'OU=People,DC=test',
    // The domain differs from that of the SIDs of groups.
    sid: `S-1-5-21-4-5-6-${1000 + number}`,
  })
  const member: CloudMember = { id: idOf(1_000_000 + number), kind: 'user', guest: false, sid }
  const employee: Employee = { member, guid, team: 0, isHere: true }
  company.people.push(employee)
  for (const unit of openUnits(company, 'everybody')) change(company, unit, employee, true)
  place(company, employee)
  return employee
}

/** Adds a guest, who has no account in AD. */
export function invite(company: Company): Employee {
  const id = idOf(1_000_000 + ++company.numbers.person)
  const guest: Employee = { member: { id, kind: 'user', guest: true }, team: 0, isHere: true }
  company.people.push(guest)
  return guest
}

/** Moves a person to a team and its department, out of the previous ones. */
export function place(company: Company, employee: Employee): void {
  const [teams, departments] = [openUnits(company, 'team'), openUnits(company, 'department')]
  const homeOf = (team: number) => [teams[team % teams.length], departments[team % departments.length]]
  const team = below(company, teams.length)
  const next = homeOf(team)
  for (const unit of [...teams, ...departments]) {
    if (unit.members.has(employee) && !next.includes(unit)) change(company, unit, employee, false)
  }
  for (const unit of next) if (unit) change(company, unit, employee, true)
  employee.team = team
}

/** Adds the usual members of a group of this kind. */
function fill(company: Company, unit: Unit): void {
  const sizes: Partial<Record<Purpose, number>> = { project: 22, application: 150, package: 40, role: 0 }
  const most = Math.min(sizes[unit.purpose] ?? 0, company.size.people / 8)
  const count = Math.ceil(most * (0.3 + 0.7 * company.random()))
  for (let n = 0; n < count; n++) change(company, unit, anyOf(company, company.people), true)
}

export function change(
  company: Company,
  unit: Unit,
  employee: Employee | undefined,
  isMember: boolean,
): void {
  if (!employee || !unit.isOpen || unit.members.has(employee) === isMember) return
  if (isMember) unit.members.add(employee)
  else unit.members.delete(employee)
  show(company, unit)
}

/** Updates a group in the cloud, without deleted users. */
export function show(company: Company, { group, members }: Unit): void {
  const { cloud } = company.world
  if (!company.isFounded) return
  const shown = [...members].filter(({ isHere }) => isHere).map(({ member }) => member)
  if (cloud.groups.has(group.id)) cloud.members.set(group.id, shown)
  company.isChanged = true
}

/** Soft-deletes a user in Entra, who leaves every group at once. */
export function softDelete(company: Company, employee: Employee): void {
  employee.isHere = false
  if (employee.member.sid !== undefined) company.world.cloud.deletedUserSids.add(employee.member.sid)
  for (const unit of company.units) if (unit.members.has(employee)) show(company, unit)
}

export function disableAccount(company: Company, { guid = '' }: Employee): void {
  const account = company.world.directory.objects.get(guid)
  if (account) account.disabled = true
}

export function deleteAccount(company: Company, { guid = '' }: Employee): void {
  removeObject(company.world.directory, guid)
}

/** Deletes a group in the cloud, where it can be restored for a month. */
export function close(company: Company, unit: Unit): void {
  unit.isOpen = false
  company.world.cloud.groups.delete(unit.group.id)
  company.world.cloud.members.delete(unit.group.id)
  company.world.cloud.deleted.add(unit.group.id)
  company.isChanged = true
}
