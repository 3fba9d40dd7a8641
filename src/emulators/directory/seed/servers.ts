/**
 * Creates the objects of a domain controller: its account, and its server object in a site (MS-ADTS
 * 6.1.1.2.2).
 */
import { guidBytes } from '../names/identifiers.js'
import type { Entry } from '../store/entry.js'
import { addLink, type Store } from '../store/store.js'
import { seedObject } from './seedObject.js'

export interface NewServer {
  /** `dc1.corp.contoso.test` */
  host: string
  invocationId: string
  /** SID of its account. */
  sid: string
  readOnly: boolean
}

/** FLAG_CONFIG_ALLOW_RENAME, _LIMITED_MOVE and DISALLOW_MOVE_ON_DELETE (MS-ADTS 2.2.10). */
const serverFlags = String(0x52000000)
const settingsFlags = String(0x02000000)

export function seedSite(store: Store, configuration: Entry): void {
  const sites = seedObject(store, configuration, { class: 'sitesContainer', name: 'Sites', values: fixed })
  const site = seedObject(store, sites, { class: 'site', name: 'Default-First-Site-Name' })
  seedObject(store, site, { class: 'serversContainer', name: 'Servers' })
}

const fixed = { systemFlags: String(0x8c000000 | 0) }

/** Returns the DN of the server object, which rootDSE lists as serverName. */
export const serverDn = (host: string, configurationDn: string): string =>
  `CN=${nameOf(host)},CN=Servers,CN=Default-First-Site-Name,CN=Sites,${configurationDn}`

const nameOf = (host: string): string => (host.split('.')[0] ?? '').toUpperCase()

export function seedServer(store: Store, { host, invocationId, sid, readOnly }: NewServer): void {
  const [domain, configuration] = store.heads.values()
  const container = domain?.children.get('OU=domain controllers')
  const servers = childByPath(configuration, ['sites', 'default-first-site-name', 'servers'])
  if (!container || !servers) throw new TypeError('The forest has no sites.')
  const account = seedObject(store, container, {
    class: 'computer',
    name: nameOf(host),
    sid,
    values: {
      sAMAccountName: `${nameOf(host)}$`,
      sAMAccountType: '805306369',
      dNSHostName: host,
      isCriticalSystemObject: 'TRUE',
      // SERVER_TRUST_ACCOUNT and TRUSTED_FOR_DELEGATION; of a read-only one PARTIAL_SECRETS_ACCOUNT (MS-ADTS
      // 2.2.16).
      userAccountControl: readOnly ? '83890176' : '532480',
      primaryGroupID: readOnly ? '521' : '516',
    },
  })
  const server = seedObject(store, servers, {
    class: 'server',
    name: nameOf(host),
    values: { dNSHostName: host, systemFlags: serverFlags },
  })
  seedObject(store, server, {
    class: readOnly ? 'nTDSDSARO' : 'nTDSDSA',
    name: 'NTDS Settings',
    values: {
      invocationId: [guidBytes(invocationId)],
      // A global catalog; 33 is one that does not accept writes.
      options: readOnly ? '33' : '1',
      'msDS-Behavior-Version': '7',
      systemFlags: settingsFlags,
    },
  })
  const reference = store.schema.attribute('serverReference')
  if (reference) addLink(store, reference, server, account)
}

function childByPath(from: Entry | undefined, names: readonly string[]): Entry | undefined {
  let at = from
  for (const name of names) at = at?.children.get(`CN=${name}`)
  return at
}
