/** Containers, accounts and groups that every domain has from the start (MS-ADTS 6.1.1.4). */

export interface WellKnownContainer {
  name: string
  class: string
  type?: 'CN' | 'OU'
  /** GUID in wellKnownObjects of the domain. */
  guid?: string
  description?: string
}

export const containers: readonly WellKnownContainer[] = [
  {
    name: 'Users',
    class: 'container',
    guid: 'A9D1CA15768811D1ADED00C04FD8D5CD',
    description: 'Default container for upgraded user accounts',
  },
  {
    name: 'Computers',
    class: 'container',
    guid: 'AA312825768811D1ADED00C04FD8D5CD',
    description: 'Default container for upgraded computer accounts',
  },
  {
    name: 'Domain Controllers',
    class: 'organizationalUnit',
    type: 'OU',
    guid: 'A361B2FFFFD211D1AA4B00C04FD7D83A',
    description: 'Default container for domain controllers',
  },
  {
    name: 'System',
    class: 'container',
    guid: 'AB1D30F3768811D1ADED00C04FD8D5CD',
    description: 'Builtin system settings',
  },
  { name: 'LostAndFound', class: 'lostAndFound', guid: 'AB8153B7768811D1ADED00C04FD8D5CD' },
  {
    name: 'ForeignSecurityPrincipals',
    class: 'container',
    guid: '22B70C67D56E4EFB91E9300FCA3DC1AA',
    description:
      'Default container for security identifiers (SIDs) associated with objects from external, trusted domains',
  },
  { name: 'Builtin', class: 'builtinDomain' },
  { name: 'Deleted Objects', class: 'container', guid: '18E2EA80684F11D2B9AA00C04F79F805' },
]

export const builtinSid = 'S-1-5-32'

export interface WellKnownPrincipal {
  name: string
  /** Relative to the domain SID, or to the SID of Builtin. */
  rid: number
  kind: 'user' | 'global' | 'universal' | 'local' | 'builtin'
  description?: string
  members?: readonly string[]
}

export const principals: readonly WellKnownPrincipal[] = [
  {
    name: 'Administrator',
    rid: 500,
    kind: 'user',
    description: 'Built-in account for administering the computer/domain',
  },
  {
    name: 'Guest',
    rid: 501,
    kind: 'user',
    description: 'Built-in account for guest access to the computer/domain',
  },
  {
    name: 'krbtgt',
    rid: 502,
    kind: 'user',
    description: 'Key Distribution Center Service Account',
  },
  {
    name: 'Domain Admins',
    rid: 512,
    kind: 'global',
    description: 'Designated administrators of the domain',
    members: ['Administrator'],
  },
  { name: 'Domain Users', rid: 513, kind: 'global', description: 'All domain users' },
  { name: 'Domain Guests', rid: 514, kind: 'global', description: 'All domain guests' },
  {
    name: 'Domain Computers',
    rid: 515,
    kind: 'global',
    description: 'All workstations and servers joined to the domain',
  },
  {
    name: 'Domain Controllers',
    rid: 516,
    kind: 'global',
    description: 'All domain controllers in the domain',
  },
  { name: 'Cert Publishers', rid: 517, kind: 'local' },
  { name: 'Schema Admins', rid: 518, kind: 'universal', members: ['Administrator'] },
  { name: 'Enterprise Admins', rid: 519, kind: 'universal', members: ['Administrator'] },
  { name: 'Read-only Domain Controllers', rid: 521, kind: 'global' },
  { name: 'Group Policy Creator Owners', rid: 520, kind: 'global', members: ['Administrator'] },
  {
    name: 'Administrators',
    rid: 544,
    kind: 'builtin',
    members: ['Administrator', 'Domain Admins', 'Enterprise Admins'],
  },
  { name: 'Users', rid: 545, kind: 'builtin', members: ['Domain Users'] },
  { name: 'Guests', rid: 546, kind: 'builtin', members: ['Domain Guests', 'Guest'] },
  { name: 'Account Operators', rid: 548, kind: 'builtin' },
  { name: 'Server Operators', rid: 549, kind: 'builtin' },
  { name: 'Print Operators', rid: 550, kind: 'builtin' },
  { name: 'Backup Operators', rid: 551, kind: 'builtin' },
  { name: 'Replicator', rid: 552, kind: 'builtin' },
]

export const groupTypes: Readonly<Record<Exclude<WellKnownPrincipal['kind'], 'user'>, string>> = {
  global: '-2147483646',
  universal: '-2147483640',
  local: '-2147483644',
  builtin: '-2147483643',
}
