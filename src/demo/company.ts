/** Defines the demo company: its people and groups in Entra ID, and the same people in Active Directory. */
import type { EmbeddedDirectory, Entra, NewGroup } from '../emulators/index.js'

const firstNames =
  'Ada Alan Barbara Claude Donald Edsger Frances Grace Hedy Ida Jean Katherine Leslie Margaret Niklaus Ole Radia Shafi Tim Whitfield'
const lastNames =
  'Adams Becker Costa Dubois Eriksen Fischer Garcia Haddad Ivanova Jensen Kaya Lindgren Moreau Novak Okafor Petrov Quinn Rossi Sato Tanaka Ueda Vogel Weber Xu Young Zhang'
export const employeeCount = 3000

/** A range of employees by their index: `from` is included, `to` is not. */
type EmployeeRange = readonly [from: number, to: number]

export interface CompanyGroup extends Pick<
  NewGroup,
  'displayName' | 'kind' | 'description' | 'membershipRule' | 'source'
> {
  people?: EmployeeRange
  /** Display names of nested groups. */
  groups?: readonly string[]
  guests?: number
  /** The number of members with a cloud account only. */
  cloudOnly?: number
}

/** The groups of the company; nested groups come before their parents. */
export const companyGroups: readonly CompanyGroup[] = [
  {
    displayName: 'All Employees',
    description: 'Everybody who works here',
    membershipRule: '(user.employeeId -ne null)',
    people: [0, employeeCount],
  },
  { displayName: 'Sales', kind: 'microsoft365', people: [10, 34], guests: 3 },
  { displayName: 'Marketing', kind: 'microsoft365', people: [34, 46], guests: 1, cloudOnly: 1 },
  { displayName: 'Finance Approvers', people: [46, 49] },
  {
    displayName: 'Finance',
    description: 'Ledgers and payroll',
    people: [49, 58],
    groups: ['Finance Approvers'],
  },
  { displayName: 'Platform', people: [60, 75] },
  { displayName: 'Release Managers', people: [75, 79] },
  { displayName: 'Engineering', people: [79, 120], groups: ['Platform', 'Release Managers'] },
  { displayName: 'File Server: Projects, read & write', people: [0, 5], groups: ['Engineering'] },
  { displayName: 'VPN Users', description: 'May dial in', people: [100, 140] },
  {
    displayName: 'Project "Aurora", R&D + ops; phase #1 = <go> \\o/ 🚀',
    kind: 'microsoft365',
    people: [20, 30],
  },
  { displayName: 'שיווק ומכירות', description: 'Marketing and sales, Tel Aviv', people: [200, 206] },
  { displayName: 'Contractors', guests: 4, cloudOnly: 2 },
  { displayName: 'Newsletter', kind: 'distribution', people: [0, 3] },
  { displayName: 'Printer Operators', source: 'ad', people: [5, 7] },
]

export interface Company {
  /** Object ids of the groups, by display name. */
  groups: ReadonlyMap<string, string>
  employee: (number: number) => { id: string; dn: string; name: string }
}

/** Creates the people on both sides and the groups in Entra ID. */
export function createCompany(
  entra: Entra,
  directory: EmbeddedDirectory,
  ous: { people: string; groups: string },
): Company {
  const { tenant } = entra
  const staff = Array.from({ length: employeeCount }, (_, number) =>
    createEmployee(entra, directory, ous.people, number),
  )
  const groups = new Map<string, string>()
  let externalCount = 0
  for (const { people = [0, 0], groups: nested = [], guests = 0, cloudOnly = 0, ...team } of companyGroups) {
    const members = [
      ...staff.slice(...people).map(({ id }) => id),
      ...nested.flatMap((name) => groups.get(name) ?? []),
      ...Array.from(
        { length: guests },
        () => tenant.addGuest({ displayName: `Partner ${++externalCount}` }).id,
      ),
      ...Array.from(
        { length: cloudOnly },
        () => tenant.addUser({ displayName: `Cloud Account ${++externalCount}` }).id,
      ),
    ]
    groups.set(team.displayName, tenant.addGroup({ ...team, members }).id)
  }
  const employee = (number: number) => staff[number] ?? { id: '', dn: '', name: '' }
  return { groups, employee }
}

function createEmployee({ tenant }: Entra, directory: EmbeddedDirectory, ou: string, number: number) {
  const name = employeeName(number)
  const account = `e${String(number + 1).padStart(5, '0')}`
  const { dn, sid } = directory.addUser({
    name,
    ou,
    account,
    // Enabled without a password: 0x20 is PASSWD_NOTREQD.
    attributes: { displayName: name, userAccountControl: '544' },
  })
  const onPremises = {
    onPremisesSecurityIdentifier: sid,
    onPremisesDistinguishedName: dn,
    onPremisesSamAccountName: account,
  }
  const { id } = tenant.addSyncedUser({ displayName: name, employeeId: account, ...onPremises })
  return { id, dn, name }
}

/** Returns a unique name for each number: a suffix is added when all combinations are used. */
function employeeName(number: number): string {
  const [first, last] = [firstNames.split(' '), lastNames.split(' ')]
  const round = Math.floor(number / (first.length * last.length))
  const name = `${first[number % first.length]} ${last[Math.floor(number / first.length) % last.length]}`
  return round === 0 ? name : `${name} ${round + 1}`
}
