/** Lists the groups of the demo company. */
import { companyGroups, type CompanyGroup } from './company.js'

/** Returns the groups of the company in Entra ID as a table: kind, members and name. */
export function groupTable(): string {
  const lines = companyGroups.map((team) => [kindText(team), memberCountsText(team), team.displayName])
  const [kindWidth, memberWidth] = [0, 1].map((column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  return lines
    .map(
      ([kind = '', memberCounts = '', name = '']) =>
        `  ${kind.padEnd(kindWidth ?? 0)}  ${memberCounts.padEnd(memberWidth ?? 0)}  ${name}`,
    )
    .join('\n')
}

const kindNames = {
  security: 'security',
  microsoft365: 'Microsoft 365',
  distribution: 'distribution',
  mailEnabledSecurity: 'mail-enabled security',
}

function kindText({ kind = 'security', membershipRule, source }: CompanyGroup): string {
  const notes = [membershipRule === undefined ? '' : 'dynamic', source === 'ad' ? 'from AD' : '']
  return [kindNames[kind], ...notes.filter(Boolean)].join(', ')
}

function memberCountsText({
  people: [from, to] = [0, 0],
  groups = [],
  guests = 0,
  cloudOnly = 0,
}: CompanyGroup): string {
  const counts: Array<[number, string]> = [
    [to - from, 'people'],
    [groups.length, groups.length === 1 ? 'group' : 'groups'],
    [guests, guests === 1 ? 'guest' : 'guests'],
    [cloudOnly, 'cloud-only'],
  ]
  return counts
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count.toLocaleString('en')} ${noun}`)
    .join(', ')
}
