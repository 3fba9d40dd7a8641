/**
 * Throttling by resource units: one token bucket per app, sized by the number of users and refilled within
 * ten seconds.
 */
import { tooManyRequests } from '../errors.js'

export interface ThrottleOptions {
  /** Resource units per ten seconds; by default 3500 below 50 users, 5000 up to 500, 8000 above. */
  resourceUnits?: number
}

export interface Throttle {
  /**
   * Deducts the cost of a request and returns the headers that report it.
   * @throws GraphRefusal 429 with Retry-After
   */
  deduct(clientId: string, units: number): Record<string, string>
}

interface Bucket {
  left: number
  at: number
}

const window = 10_000
/** Graph sends the percentage header only above this share. */
const headerThreshold = 0.8

export const limitFor = (users: number): number => (users < 50 ? 3500 : users <= 500 ? 5000 : 8000)

/** Without options no request is rejected. */
export function createThrottle(
  options: ThrottleOptions | undefined,
  tenant: { id: string; users: () => number },
  now: () => number,
): Throttle {
  const buckets = new Map<string, Bucket>()

  return {
    deduct(clientId, units) {
      if (!options) return {}
      const capacity = options.resourceUnits ?? limitFor(tenant.users())
      const bucket = refilled(buckets.get(clientId), capacity, now())
      buckets.set(clientId, bucket)
      if (bucket.left < units) throw exceeded(clientId, tenant.id, (units - bucket.left) / capacity)
      bucket.left -= units
      return percentageHeader(1 - bucket.left / capacity)
    },
  }
}

const percentageHeader = (used: number): Record<string, string> =>
  used > headerThreshold ? { 'x-ms-throttle-limit-percentage': used.toFixed(2) } : {}

function refilled(bucket: Bucket | undefined, capacity: number, at: number): Bucket {
  if (!bucket) return { left: capacity, at }
  const gained = ((at - bucket.at) / window) * capacity
  return { left: Math.min(capacity, bucket.left + gained), at }
}

/** `share` is the part of the window until enough units are available. */
const exceeded = (clientId: string, tenantId: string, share: number) =>
  tooManyRequests({
    'Retry-After': Math.max(0.001, (share * window) / 1000).toFixed(3),
    'x-ms-throttle-scope': `Tenant_Application/ReadWrite/${clientId}/${tenantId}`,
    'x-ms-throttle-information': 'ResourceUnitLimitExceeded',
  })
