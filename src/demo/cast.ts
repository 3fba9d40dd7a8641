/** Who plays: the groups of the company as Entra has them, one a line. */
import { teams, type Team } from './company.js'

export function cast(): string {
  const lines = teams.map((team) => [kindOf(team), membersOf(team), team.displayName])
  const [kinds, members] = [0, 1].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)))
  return lines
    .map(
      ([kind = '', who = '', name = '']) =>
        `  ${kind.padEnd(kinds ?? 0)}  ${who.padEnd(members ?? 0)}  ${name}`,
    )
    .join('\n')
}

const kinds = {
  security: 'security',
  microsoft365: 'Microsoft 365',
  distribution: 'distribution',
  mailEnabledSecurity: 'mail-enabled security',
}

function kindOf({ kind = 'security', membershipRule, source }: Team): string {
  const more = [membershipRule === undefined ? '' : 'dynamic', source === 'ad' ? 'from AD' : '']
  return [kinds[kind], ...more.filter(Boolean)].join(', ')
}

function membersOf({ people: [from, to] = [0, 0], groups = [], guests = 0, cloudOnly = 0 }: Team): string {
  const counts: Array<[number, string]> = [
    [to - from, 'people'],
    [groups.length, groups.length === 1 ? 'group' : 'groups'],
    [guests, guests === 1 ? 'guest' : 'guests'],
    [cloudOnly, 'cloud-only'],
  ]
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count.toLocaleString('en')} ${what}`)
    .join(', ')
}
