/** Resolves `dns:corp.contoso.com` to the domain controllers of the domain by SRV records, as Windows clients do. */
import { promises as dns, type SrvRecord } from 'node:dns'
import { WritebackError } from '../errors.js'

const dnsPrefix = 'dns:'

export const isDnsUrl = (url: string): boolean => url.toLowerCase().startsWith(dnsPrefix)

export interface DiscoveryOptions {
  startTls: boolean
  resolveSrv?: (name: string) => Promise<SrvRecord[]>
  /** Returns a number between 0 and 1, for the choice by weight. */
  random?: () => number
}

/**
 * Returns the URLs to try, in order: the domain controllers; without records for those, all LDAP servers of the
 * domain.
 * @throws WritebackError `directoryUnreachable` if DNS has no record
 */
export async function discoverControllers(url: string, options: DiscoveryOptions): Promise<string[]> {
  const domain = url.slice(dnsPrefix.length).replace(/^\/\//, '').replace(/\.$/, '')
  const resolveSrv = options.resolveSrv ?? ((name) => dns.resolveSrv(name))
  const failures: string[] = []
  for (const name of [`_ldap._tcp.dc._msdcs.${domain}`, `_ldap._tcp.${domain}`]) {
    try {
      const records = (await resolveSrv(name)).filter((record) => !/^\.?$/.test(record.name)) // ".": no service
      if (records.length > 0) return sortRecords(records, options.random ?? Math.random).map(urlFor(options))
      failures.push(`${name}: no record`)
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new WritebackError(
    'directoryUnreachable',
    `DNS has no domain controller for ${domain} (${failures.join('; ')}).`,
    {
      hint: 'Check the DNS server of this machine, or list the domain controllers in directory.urls.',
    },
  )
}

/**
 * The records contain the port of LDAP, which StartTLS uses too; there are no records for LDAPS, so its port is
 * fixed.
 */
const urlFor =
  ({ startTls }: DiscoveryOptions) =>
  ({ name, port }: SrvRecord): string => {
    const host = name.replace(/\.$/, '')
    return startTls ? `ldap://${host}:${port}` : `ldaps://${host}:636`
  }

/**
 * Sorts by priority, lowest first; orders records of one priority at random by weight, for load balancing (RFC 2782).
 */
function sortRecords(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b)
  return priorities.flatMap((priority) =>
    drawByWeight(
      records.filter((record) => record.priority === priority),
      random,
    ),
  )
}

function drawByWeight(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  if (records.length === 0) return []
  const sorted = [...records].sort((a, b) => a.weight - b.weight) // weight 0 first: a small chance
  const chosen = Math.floor(random() * (totalWeight(sorted) + 1))
  let running = 0
  const index = sorted.findIndex(({ weight }) => (running += weight) >= chosen)
  const [next] = sorted.splice(index, 1)
  return next ? [next, ...drawByWeight(sorted, random)] : []
}

const totalWeight = (records: readonly SrvRecord[]): number =>
  records.reduce((total, { weight }) => total + weight, 0)
