/** Creates a new forest of one domain: three naming contexts with their initial objects. */
import { newUserFlags } from '../operations/accountRules.js'
import { accountTypeOf } from '../operations/accountRules.js'
import { dnOf, type Entry } from '../store/entry.js'
import { headKey, parseName } from '../store/resolve.js'
import { addLink, type Store } from '../store/store.js'
import { exchangeProduct, exchangeVersions } from '../schema/exchangeLines.js'
import { seedObject, seedNamingContext, setAttributes } from './seedObject.js'
import { seedSchema } from './schemaObjects.js'
import { seedSite } from './servers.js'
import { builtinSid, containers, groupTypes, principals, type WellKnownPrincipal } from './wellKnown.js'

export interface Forest {
  domainDn: string
  netbios: string
  dns: string
  exchange: 'none' | 'schema' | 'organization'
  /** First labels of the domains and zones below this one. */
  children: readonly string[]
}

const critical = { isCriticalSystemObject: 'TRUE' }
/** FLAG_DISALLOW_DELETE, -MOVE and -RENAME (MS-ADTS 2.2.10). */
const fixed = { systemFlags: String(0x8c000000 | 0) }

export function seedForest(store: Store, forest: Forest): void {
  const { domainDn, exchange } = forest
  const domain = seedNamingContext(store, domainDn, 'domainDNS', store.domainSid)
  const configuration = seedNamingContext(store, `CN=Configuration,${domainDn}`, 'configuration')
  const schema = seedNamingContext(store, `CN=Schema,CN=Configuration,${domainDn}`, 'dMD')
  seedSchema(store, schema)
  seedContainers(store, domain)
  seedPrincipals(store, domain)
  seedConfiguration(store, configuration, forest)
  if (exchange === 'organization') seedExchange(store, domain, configuration)
}

function seedContainers(store: Store, domain: Entry): void {
  const wellKnown: string[] = []
  for (const { name, class: type, type: naming = 'CN', guid, description } of containers) {
    const sid = type === 'builtinDomain' ? builtinSid : undefined
    const values = { ...critical, ...fixed, description, showInAdvancedViewOnly: 'FALSE' }
    const entry = seedObject(store, domain, {
      class: type,
      name,
      type: naming,
      values,
      ...(sid !== undefined && { sid }),
    })
    if (name === 'Deleted Objects') entry.hidden = true
    if (name === 'System')
      seedObject(store, entry, { class: 'container', name: 'AdminSDHolder', values: critical })
    if (guid !== undefined) wellKnown.push(`B:32:${guid}:${dnOf(entry)}`)
  }
  const values = {
    wellKnownObjects: wellKnown,
    'ms-DS-MachineAccountQuota': '10',
    'msDS-Behavior-Version': '7',
  }
  setAttributes(store, domain, { ...values, ...critical })
}

function seedPrincipals(store: Store, domain: Entry): void {
  const seeded = new Map(principals.map((principal) => [principal, seedPrincipal(store, domain, principal)]))
  const byName = new Map([...seeded].map(([{ name }, entry]) => [name, entry]))
  const member = store.schema.attribute('member')
  for (const [{ members = [] }, group] of seeded) {
    for (const name of members) {
      const entry = byName.get(name)
      if (entry && member) addLink(store, member, group, entry)
    }
  }
}

function seedPrincipal(store: Store, domain: Entry, principal: WellKnownPrincipal): Entry {
  const { name, rid, kind, description } = principal
  const parent = domain.children.get(kind === 'builtin' ? 'CN=builtin' : 'CN=users') ?? domain
  const flags = name === 'Administrator' ? '66048' : newUserFlags
  const entry = seedObject(store, parent, {
    class: kind === 'user' ? 'user' : 'group',
    name,
    sid: `${kind === 'builtin' ? builtinSid : store.domainSid}-${rid}`,
    values: {
      ...critical,
      sAMAccountName: name,
      description,
      ...(kind === 'user'
        ? { userAccountControl: flags, primaryGroupID: '513' }
        : { groupType: groupTypes[kind] }),
    },
  })
  setAttributes(store, entry, {
    sAMAccountType: accountTypeOf(entry, kind === 'user' ? undefined : groupTypes[kind]),
  })
  return entry
}

function seedConfiguration(store: Store, configuration: Entry, forest: Forest): void {
  const { netbios, dns, domainDn, children } = forest
  const partitions = seedObject(store, configuration, {
    class: 'crossRefContainer',
    name: 'Partitions',
    values: fixed,
  })
  const [head] = store.heads.values()
  seedObject(store, partitions, {
    class: 'crossRef',
    name: netbios,
    values: { nCName: head ? [head] : [], nETBIOSName: netbios, dnsRoot: dns },
  })
  for (const label of children) seedForeignContext(store, partitions, { label, domainDn, dns })
  seedSite(store, configuration)
  const services = seedObject(store, configuration, { class: 'container', name: 'Services', values: fixed })
  const windows = seedObject(store, services, { class: 'container', name: 'Windows NT' })
  seedObject(store, windows, { class: 'nTDSService', name: 'Directory Service' })
  const deletedObjects = seedObject(store, configuration, {
    class: 'container',
    name: 'Deleted Objects',
    values: critical,
  })
  deletedObjects.hidden = true
  setAttributes(store, configuration, {
    wellKnownObjects: [`B:32:18E2EA80684F11D2B9AA00C04F79F805:${dnOf(deletedObjects)}`],
  })
}

/** Adds a naming context of another server, known only as a target of referrals. */
function seedForeignContext(
  store: Store,
  partitions: Entry,
  { label, domainDn, dns }: Pick<Forest, 'domainDn' | 'dns'> & { label: string },
): void {
  const foreign = { dn: `DC=${label},${domainDn}`, host: `${label}.${dns}` }
  store.foreignContexts.set(headKey(parseName(store, foreign.dn)), foreign)
  seedObject(store, partitions, {
    class: 'crossRef',
    name: label,
    values: { nCName: [foreign.dn], dnsRoot: foreign.host },
  })
}

/** Adds the objects that Exchange setup creates in the configuration and in the domain. */
function seedExchange(store: Store, domain: Entry, configuration: Entry): void {
  const services = configuration.children.get('CN=services') ?? configuration
  const parent = seedObject(store, services, { class: 'container', name: 'Microsoft Exchange' })
  const { organization, domain: version } = exchangeVersions
  seedObject(store, parent, {
    class: 'msExchOrganizationContainer',
    name: 'Contoso',
    values: { objectVersion: organization, msExchProductId: exchangeProduct },
  })
  seedObject(store, domain, {
    class: 'msExchSystemObjectsContainer',
    name: 'Microsoft Exchange System Objects',
    values: { objectVersion: version },
  })
}
