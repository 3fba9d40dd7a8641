/** Reads the facts about a directory that hold for a whole run: naming contexts, schema, Exchange, container. */
import type { DirectoryFacts } from '../model/directory.js'
import type { Exchange } from '../model/exchange.js'
import type { Connection, Entry } from './ldap/connection.js'
import { containerError } from './containerErrors.js'
import { textValues } from './entries.js'
import { equals, or } from './ldap/filter.js'
import { readEntriesIfPresent } from './searchEntries.js'

/** The naming contexts of a directory, and the DNS name of the domain controller. */
export interface NamingContexts {
  domain: string
  schema: string
  configuration: string
  host: string
}

export async function readNamingContexts(connection: Connection): Promise<NamingContexts> {
  const attributes = [
    'defaultNamingContext',
    'schemaNamingContext',
    'configurationNamingContext',
    'dnsHostName',
  ]
  const [root] = await readEntriesIfPresent(connection, { base: '', scope: 'base', attributes })
  const value = (name: string) => (root && textValues(root, name)[0]) ?? ''
  return {
    domain: value('defaultNamingContext'),
    schema: value('schemaNamingContext'),
    configuration: value('configurationNamingContext'),
    host: value('dnsHostName'),
  }
}

/** The classes that this account may create in the container (MS-ADTS 3.1.1.4.5.4). */
const creatableClasses = 'allowedChildClassesEffective'
const externalId = 'msDS-ExternalDirectoryObjectId'
const exchangeSchemaVersion = 'ms-Exch-Schema-Version-Pt'
/** Attributes that are written and have a maximum length in most schemas. */
const limitedAttributes = [
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

/**
 * Reads the schema, the versions of Exchange and the rights on the container.
 * @throws WritebackError `containerMissing`
 */
export async function readDirectoryFacts(
  connection: Connection,
  { domain, schema, configuration }: NamingContexts,
  container: string,
): Promise<DirectoryFacts> {
  const [schemaEntries, organization, exchangeDomain, containerEntry] = await Promise.all([
    readSchema(connection, schema),
    readExchangeOrganization(connection, configuration),
    readExchangeDomain(connection, domain),
    readContainer(connection, container),
  ])
  return {
    externalObjectId: schemaEntries.some((entry) => textValues(entry, 'lDAPDisplayName')[0] === externalId),
    exchange: exchangeOf(schemaEntries, organization, exchangeDomain),
    maxLengths: maxLengthsOf(schemaEntries),
    container: containerAccess(containerEntry),
  }
}

const readSchema = (connection: Connection, schema: string): Promise<Entry[]> =>
  readEntriesIfPresent(connection, {
    base: schema,
    scope: 'one',
    filter: or(
      equals('cn', exchangeSchemaVersion),
      ...[externalId, ...limitedAttributes].map((name) => equals('lDAPDisplayName', name)),
    ),
    attributes: ['cn', 'lDAPDisplayName', 'rangeUpper'],
  })

async function readExchangeOrganization(connection: Connection, configuration: string) {
  const [organization] = await readEntriesIfPresent(connection, {
    base: `CN=Microsoft Exchange,CN=Services,${configuration}`,
    scope: 'one',
    filter: equals('objectClass', 'msExchOrganizationContainer'),
    attributes: ['cn', 'objectVersion'],
  })
  return organization
}

/** Exists once Exchange's setup has prepared the domain. */
async function readExchangeDomain(connection: Connection, domain: string): Promise<Entry | undefined> {
  const base = `CN=Microsoft Exchange System Objects,${domain}`
  const [entry] = await readEntriesIfPresent(connection, {
    base,
    scope: 'base',
    attributes: ['objectVersion'],
  })
  return entry
}

async function readContainer(connection: Connection, container: string): Promise<Entry | undefined> {
  try {
    const attributes = [creatableClasses]
    const [entry] = await readEntriesIfPresent(connection, { base: container, scope: 'base', attributes })
    return entry
  } catch (error) {
    throw containerError(container, error)
  }
}

function exchangeOf(
  schema: readonly Entry[],
  organization: Entry | undefined,
  domain: Entry | undefined,
): Exchange {
  const version = schema.find((entry) => textValues(entry, 'cn')[0] === exchangeSchemaVersion)
  return {
    ...(version && { schemaVersion: numberOf(version, 'rangeUpper') }),
    ...(organization && {
      organization: {
        name: textValues(organization, 'cn')[0] ?? organization.dn,
        objectVersion: numberOf(organization, 'objectVersion'),
      },
    }),
    ...(domain && { domainVersion: numberOf(domain, 'objectVersion') }),
  }
}

function containerAccess(container: Entry | undefined): DirectoryFacts['container'] {
  if (container === undefined) return 'missing'
  return canHoldGroups(container) ? 'writable' : 'readOnly'
}

const canHoldGroups = (container: Entry): boolean =>
  textValues(container, creatableClasses).some((kind) => kind.toLowerCase() === 'group')

const numberOf = (entry: Entry, name: string): number => Number(textValues(entry, name)[0] ?? 0)

function maxLengthsOf(schema: readonly Entry[]): Record<string, number> {
  const lengths = schema.flatMap((entry) => {
    const [name = ''] = textValues(entry, 'lDAPDisplayName')
    const [length] = textValues(entry, 'rangeUpper')
    return limitedAttributes.includes(name) && length !== undefined ? [[name, Number(length)] as const] : []
  })
  return Object.fromEntries(lengths)
}
