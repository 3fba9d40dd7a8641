import { idFrom, createIdSource } from './ids.js'
import type { OnPremisesDomain, ObjectDefaults } from './newObjects.js'

export interface TenantOptions {
  id: string
  domain: string
  /** Makes ids and dates reproducible. */
  seed?: string
  /** The AD domain of synced users and groups. */
  onPremises?: Partial<OnPremisesDomain>
  now?: () => number
}

/** Generators of ids, unique names and dates for new objects. */
export interface TenantDefaults {
  onPremises: OnPremisesDomain
  of(given: { id?: string }): ObjectDefaults
  /** The current time in the format of Graph, without milliseconds. */
  timestamp: () => string
}

const seededDate = '2024-01-15T09:00:00Z'
const firstRid = 1105

export function createTenantDefaults(options: TenantOptions): TenantDefaults {
  const { id, domain, seed, now = Date.now } = options
  const ids = createIdSource(seed)
  const names = new Map<string, number>()
  const onPremises: OnPremisesDomain = {
    dnsName: 'corp.contoso.com',
    netBiosName: 'CORP',
    sid: domainSid(seed ?? id),
    ...options.onPremises,
  }
  let rid = firstRid

  function nickname(displayName: string): string {
    const plain = displayName
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '.')
    const name = plain.replace(/^\.|\.$/g, '') || 'object'
    const count = (names.get(name) ?? 0) + 1
    names.set(name, count)
    return count === 1 ? name : `${name}${count}`
  }
  const timestamp = () => (seed === undefined ? `${new Date(now()).toISOString().slice(0, 19)}Z` : seededDate)
  return {
    onPremises,
    timestamp,
    of: (given) => ({
      id: given.id?.toLowerCase() ?? ids.next(),
      domain,
      onPremises,
      nickname,
      rid: () => rid++,
      now: timestamp(),
    }),
  }
}

function domainSid(text: string): string {
  const bytes = Buffer.from(idFrom(`${text}:domain`).replaceAll('-', ''), 'hex')
  return `S-1-5-21-${[0, 4, 8].map((offset) => bytes.readUInt32LE(offset)).join('-')}`
}
