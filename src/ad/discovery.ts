/** Finds the domain controllers of a domain by its SRV records, as Windows clients do: `dns:corp.contoso.com`. */
import { promises as dns, type SrvRecord } from 'node:dns'
import { WritebackError } from '../errors.js'

const prefix = 'dns:'

export const isDiscovered = (url: string): boolean => url.toLowerCase().startsWith(prefix)

export interface DiscoveryOptions {
  startTls: boolean
  resolveSrv?: (name: string) => Promise<SrvRecord[]>
  /** Between 0 and 1, to choose among equals. */
  random?: () => number
}

/**
 * The addresses to try, in order: domain controllers first, any LDAP server of the domain where no record of one exists.
 * @throws WritebackError `directoryUnreachable` where DNS knows none
 */
export async function discover(url: string, options: DiscoveryOptions): Promise<string[]> {
  const domain = url.slice(prefix.length).replace(/^\/\//, '').replace(/\.$/, '')
  const resolveSrv = options.resolveSrv ?? ((name) => dns.resolveSrv(name))
  const failures: string[] = []
  for (const name of [`_ldap._tcp.dc._msdcs.${domain}`, `_ldap._tcp.${domain}`]) {
    try {
      const records = (await resolveSrv(name)).filter((record) => !/^\.?$/.test(record.name)) // "." is "none here"
      if (records.length > 0) return inOrder(records, options.random ?? Math.random).map(addressOf(options))
      failures.push(`${name}: no record`)
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new WritebackError(
    'directoryUnreachable',
    `DNS names no domain controller of ${domain} (${failures.join('; ')}).`,
    {
      hint: 'Check the DNS server of this machine, or name the controllers in directory.urls.',
    },
  )
}

/** The records tell the port of plain LDAP, which StartTLS uses too; LDAPS has one of its own and no record. */
const addressOf =
  ({ startTls }: DiscoveryOptions) =>
  ({ name, port }: SrvRecord): string => {
    const host = name.replace(/\.$/, '')
    return startTls ? `ldap://${host}:${port}` : `ldaps://${host}:636`
  }

/** RFC 2782: lowest priority first; within one, drawn by weight, so that the load is shared. */
function inOrder(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  const priorities = [...new Set(records.map(({ priority }) => priority))].sort((a, b) => a - b)
  return priorities.flatMap((priority) =>
    draw(
      records.filter((record) => record.priority === priority),
      random,
    ),
  )
}

function draw(records: readonly SrvRecord[], random: () => number): SrvRecord[] {
  if (records.length === 0) return []
  const sorted = [...records].sort((a, b) => a.weight - b.weight) // those without weight first: a small chance each
  const chosen = Math.floor(random() * (sum(sorted) + 1))
  let running = 0
  const index = sorted.findIndex(({ weight }) => (running += weight) >= chosen)
  const [next] = sorted.splice(index, 1)
  return next ? [next, ...draw(sorted, random)] : []
}

const sum = (records: readonly SrvRecord[]): number =>
  records.reduce((total, { weight }) => total + weight, 0)
