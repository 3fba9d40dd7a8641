/** Checks a configuration against the rules that a JSON schema cannot express. */
import type { ProblemDetails } from '../errors.js'
import { parseDn } from '../model/dn.js'
import { isLoopback, parseLdapUrl } from '../util/serverUrls.js'
import { originPattern } from './schema.js'
import type { Cloud } from './types.js'

/** A mistake in a configuration. */
export interface Finding {
  /** The key, for example `directory.urls[0]`; empty for the whole configuration. */
  path: string
  message: string
  hint?: string
  details?: ProblemDetails
}

/**
 * Checks one rule. Rules run on unchecked data, so that their findings are reported together with those of the schema;
 * they ignore values of a wrong type.
 */
type ConfigRule = (written: UncheckedConfig) => Finding[]

/** The sections of a configuration that is not checked yet. */
export interface UncheckedConfig {
  state?: Record<string, unknown>
  entra?: Record<string, unknown> & { tls?: Record<string, unknown>; credential?: Record<string, unknown> }
  directory?: Record<string, unknown> & { tls?: Record<string, unknown> }
  limits?: Record<string, unknown>
}

/** Finds the placeholders of the file that `init` writes. */
const idsAreFilledIn: ConfigRule = ({ entra = {} }) =>
  [
    ['entra.tenantId', entra['tenantId']] as const,
    ['entra.credential.clientId', entra.credential?.['clientId']] as const,
  ].flatMap(([path, id]) =>
    typeof id === 'string' && /^[0-]+$/.test(id)
      ? [{ path, message: 'is a placeholder.', hint: 'Copy the id from the app registration.' }]
      : [],
  )

const cloudNames: ReadonlySet<unknown> = new Set(['global', 'usGov', 'usGovDoD', 'china'] satisfies Cloud[])

const cloudExcludesHosts: ConfigRule = ({ entra = {} }) =>
  !cloudNames.has(entra['cloud']) || entra['authorityHost'] === undefined
    ? []
    : [
        {
          path: 'entra.cloud',
          message: 'cannot be combined with authorityHost and graphUrl.',
          hint: 'Remove cloud, or both authorityHost and graphUrl.',
        },
      ]

const hostsRequireEachOther: ConfigRule = ({ entra = {} }) => {
  const { authorityHost, graphUrl } = entra
  if ((authorityHost === undefined) === (graphUrl === undefined)) return []
  const missing = authorityHost === undefined ? 'authorityHost' : 'graphUrl'
  const hint = 'Write both, or replace them with cloud.'
  return [
    { path: `entra.${missing}`, message: 'is missing: authorityHost and graphUrl require each other.', hint },
  ]
}

/** Finds values that match the schema's pattern of an origin, but are not valid URLs. */
const hostsAreUrls: ConfigRule = ({ entra = {} }) =>
  (['authorityHost', 'graphUrl'] as const).flatMap((name) => {
    const host = entra[name]
    if (typeof host !== 'string' || !new RegExp(originPattern).test(host) || URL.canParse(host)) return []
    const hint = 'For example: https://login.microsoftonline.com.'
    return [{ path: `entra.${name}`, message: 'is not a valid URL.', hint }]
  })

const containerIsValidDn: ConfigRule = ({ directory = {} }) =>
  dnFindings('directory.container', directory['container'])

/** Rejects the root of a domain: everything below the container is searched and managed. */
const containerIsBelowDomain: ConfigRule = ({ directory = {} }) => {
  const { container } = directory
  if (typeof container !== 'string' || !/^\s*dc\s*=[^,]+(,\s*dc\s*=[^,]+)*$/i.test(container)) return []
  const hint = 'Specify an organizational unit, for example: OU=Cloud Groups,DC=corp,DC=contoso,DC=com.'
  return [{ path: 'directory.container', message: 'must not be the root of a domain.', hint }]
}

function dnFindings(path: string, dn: unknown): Finding[] {
  if (typeof dn !== 'string' || dn === '' || parseDn(dn) !== undefined) return []
  const hint = 'For example: OU=Cloud Groups,DC=corp,DC=contoso,DC=com.'
  return [{ path, message: 'is not a valid distinguished name.', hint }]
}

const limitDnsAreValid: ConfigRule = ({ limits = {} }) => {
  const { privileged, accessSubtrees } = limits
  const pairs: unknown[] = Array.isArray(privileged) ? privileged : []
  const subtrees: unknown[] = Array.isArray(accessSubtrees) ? accessSubtrees : []
  return [
    ...pairs.flatMap((pair, index) =>
      dnFindings(`limits.privileged[${index}].below`, (pair as { below?: unknown } | null)?.below),
    ),
    ...subtrees.flatMap((dn, index) => dnFindings(`limits.accessSubtrees[${index}]`, dn)),
  ]
}

/** Rejects URLs that would send the password unencrypted, except to this machine. */
const urlsAreEncrypted: ConfigRule = ({ directory = {} }) => {
  const { urls, tls } = directory
  if (!Array.isArray(urls)) return []
  return urls.flatMap((url: unknown, index) => {
    if (typeof url !== 'string' || url === '' || /^dns:[a-z0-9.-]+$/i.test(url)) return []
    const fault = urlFault(url, tls?.['startTls'] === true)
    return fault ? [{ path: `directory.urls[${index}]`, ...fault }] : []
  })
}

function urlFault(url: string, startTls: boolean): Omit<Finding, 'path'> | undefined {
  const parsed = parseLdapUrl(url)
  if (!parsed) {
    const hint = 'For example: ldaps://dc1.corp.contoso.com, or dns:corp.contoso.com.'
    return { message: 'is not an LDAP URL of a domain controller.', hint }
  }
  if (parsed.protocol === 'ldaps:' && startTls) {
    return {
      message: 'cannot be combined with startTls: ldaps is already encrypted.',
      hint: 'Write ldap://, or remove startTls.',
    }
  }
  if (parsed.protocol === 'ldap:' && !startTls && !isLoopback(parsed)) {
    const hint = 'Write ldaps://, or set directory.tls.startTls.'
    return { message: 'would send the password unencrypted.', hint }
  }
  return undefined
}

const configRules: readonly ConfigRule[] = [
  idsAreFilledIn,
  cloudExcludesHosts,
  hostsRequireEachOther,
  hostsAreUrls,
  urlsAreEncrypted,
  containerIsValidDn,
  containerIsBelowDomain,
  limitDnsAreValid,
]

export const checkRules = (written: UncheckedConfig): Finding[] =>
  configRules.flatMap((rule) => rule(written))
