/** The rootDSE, the unnamed entry that describes the server (MS-ADTS 3.1.1.3.2). */
import { defaultLimits, type Context } from '../operations/context.js'
import { supportedControls } from '../protocol/controls.js'
import type { ResultEntry } from '../protocol/responses.js'
import { serverDn } from '../seed/servers.js'
import { dnOf, type Entry } from '../store/entry.js'
import { generalizedTime } from '../store/values.js'

export const extensions = {
  startTls: '1.3.6.1.4.1.1466.20037',
  whoAmI: '1.3.6.1.4.1.4203.1.11.3',
} as const

const capabilities = {
  activeDirectory: '1.2.840.113556.1.4.800',
  signing: '1.2.840.113556.1.4.1791',
  version51: '1.2.840.113556.1.4.1670',
  version60: '1.2.840.113556.1.4.1935',
  version61: '1.2.840.113556.1.4.2080',
  windows8: '1.2.840.113556.1.4.2237',
}

/** LDAP_CAP_ACTIVE_DIRECTORY_PARTIAL_SECRETS_OID: a read-only controller. */
const partialSecrets = '1.2.840.113556.1.4.1920'

const policies = Object.keys(defaultLimits).map((name) => name.charAt(0).toUpperCase() + name.slice(1))

/** Windows Server 2016. */
const functionalLevel = '7'

export function rootDse(context: Context, names: readonly string[], typesOnly: boolean): ResultEntry {
  const wanted = new Set(names.map((name) => name.toLowerCase()))
  const all = wanted.size === 0 || wanted.has('*')
  const attributes = Object.entries(rootDseValues(context)).filter(
    ([name]) => all || wanted.has(name.toLowerCase()),
  )
  return {
    dn: '',
    attributes: attributes.map(([name, values]) => [
      name,
      typesOnly ? [] : values.map((value) => Buffer.from(value)),
    ]),
  }
}

function rootDseValues({ store, domain, host, writableHost }: Context): Record<string, string[]> {
  const heads = [...store.heads.values()].map(dnOf)
  const [domainDn = '', configuration = '', schema = ''] = heads
  const server = serverDn(host, configuration)
  return {
    currentTime: [generalizedTime(store.now())],
    dsServiceName: [`CN=NTDS Settings,${server}`],
    namingContexts: heads,
    defaultNamingContext: [domainDn],
    schemaNamingContext: [schema],
    configurationNamingContext: [configuration],
    rootDomainNamingContext: [domainDn],
    supportedControl: [...supportedControls],
    supportedLDAPVersion: ['3'],
    supportedLDAPPolicies: policies,
    supportedExtension: Object.values(extensions),
    supportedCapabilities: [
      ...Object.values(capabilities),
      ...(writableHost === undefined ? [] : [partialSecrets]),
    ],
    highestCommittedUSN: [String(store.usn)],
    dnsHostName: [host],
    ldapServiceName: [`${domain.dns}:${host.split('.')[0]}$@${domain.dns.toUpperCase()}`],
    serverName: [server],
    isSynchronized: ['TRUE'],
    isGlobalCatalogReady: ['TRUE'],
    domainFunctionality: [functionalLevel],
    forestFunctionality: [functionalLevel],
    domainControllerFunctionality: [functionalLevel],
  }
}

/** Returns referrals to naming contexts below this object, which end a subtree search. */
export function subordinateReferrals({ store, domain }: Context, base: Entry): string[] {
  const dn = `,${dnOf(base)}`
  const below = [...store.heads.values()].map(dnOf).filter((head) => head.endsWith(dn))
  const nearest = below.filter((head) => !below.some((other) => other !== head && head.endsWith(`,${other}`)))
  const others = [...store.foreignContexts.values()].filter((foreign) => foreign.dn.endsWith(dn))
  return [
    ...others.map((foreign) => `ldap://${foreign.host}/${encodeURI(foreign.dn)}`),
    ...nearest.map((head) => `ldap://${domain.dns}/${head}`),
  ]
}
