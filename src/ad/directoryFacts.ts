/** What this directory is and can hold: asked once a run. */
import type { DirectoryFacts } from '../model/directory.js'
import type { Exchange } from '../model/exchange.js'
import type { Connection, Entry } from './ldap/connection.js'
import { notHere } from './container.js'
import { textsOf } from './entries.js'
import { equals, or } from './ldap/filter.js'
import { foundIn } from './findAll.js'

export interface Naming {
  domain: string
  schema: string
  configuration: string
  host: string
}

export async function readNaming(connection: Connection): Promise<Naming> {
  const attributes = [
    'defaultNamingContext',
    'schemaNamingContext',
    'configurationNamingContext',
    'dnsHostName',
  ]
  const [root] = await foundIn(connection, { base: '', scope: 'base', attributes })
  const value = (name: string) => (root && textsOf(root, name)[0]) ?? ''
  return {
    domain: value('defaultNamingContext'),
    schema: value('schemaNamingContext'),
    configuration: value('configurationNamingContext'),
    host: value('dnsHostName'),
  }
}

/** The classes this very account may create there (MS-ADTS 3.1.1.4.5.4). */
const creatable = 'allowedChildClassesEffective'
const externalId = 'msDS-ExternalDirectoryObjectId'
const schemaVersion = 'ms-Exch-Schema-Version-Pt'
/** What is written, and has a limit in most schemas. */
const limited = [
  'cn',
  'displayName',
  'description',
  'info',
  'mail',
  'mailNickname',
  'proxyAddresses',
  'sAMAccountName',
  'adminDescription',
]

export async function readFacts(
  connection: Connection,
  { domain, schema, configuration }: Naming,
  container: string,
): Promise<DirectoryFacts> {
  const [known, organizations, [prepared], [place]] = await Promise.all([
    foundIn(connection, {
      base: schema,
      scope: 'one',
      filter: or(
        equals('cn', schemaVersion),
        ...[externalId, ...limited].map((name) => equals('lDAPDisplayName', name)),
      ),
      attributes: ['cn', 'lDAPDisplayName', 'rangeUpper'],
    }),
    foundIn(connection, {
      base: `CN=Microsoft Exchange,CN=Services,${configuration}`,
      scope: 'one',
      filter: equals('objectClass', 'msExchOrganizationContainer'),
      attributes: ['cn', 'objectVersion'],
    }),
    foundIn(connection, {
      base: `CN=Microsoft Exchange System Objects,${domain}`,
      scope: 'base',
      attributes: ['objectVersion'],
    }),
    foundIn(connection, { base: container, scope: 'base', attributes: [creatable] }).catch(
      (error: unknown) => {
        throw notHere(container, error)
      },
    ),
  ])
  const point = known.find((entry) => textsOf(entry, 'cn')[0] === schemaVersion)
  const [organization] = organizations
  const exchange: Exchange = {
    ...(point && { schemaVersion: numberOf(point, 'rangeUpper') }),
    ...(organization && {
      organization: {
        name: textsOf(organization, 'cn')[0] ?? organization.dn,
        objectVersion: numberOf(organization, 'objectVersion'),
      },
    }),
    ...(prepared && { domainVersion: numberOf(prepared, 'objectVersion') }),
  }
  return {
    externalObjectId: known.some((entry) => textsOf(entry, 'lDAPDisplayName')[0] === externalId),
    exchange,
    maxLengths: maxLengthsOf(known),
    container: place === undefined ? 'missing' : canHoldGroups(place) ? 'writable' : 'readOnly',
  }
}

const canHoldGroups = (container: Entry): boolean =>
  textsOf(container, creatable).some((kind) => kind.toLowerCase() === 'group')

const numberOf = (entry: Entry, name: string): number => Number(textsOf(entry, name)[0] ?? 0)

function maxLengthsOf(schema: readonly Entry[]): Record<string, number> {
  const lengths = schema.flatMap((entry) => {
    const [name = ''] = textsOf(entry, 'lDAPDisplayName')
    const [length] = textsOf(entry, 'rangeUpper')
    return limited.includes(name) && length !== undefined ? [[name, Number(length)] as const] : []
  })
  return Object.fromEntries(lengths)
}
