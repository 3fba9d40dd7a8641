/** Requests and responses as data. */

export type Area = 'authority' | 'graph'

export interface EntraRequest {
  area: Area
  method: string
  /** Path and query as sent. */
  url: string
  /** Decoded, without the version and with a leading slash: `/groups/{id}/members`. */
  path: string
  /** The first path segment, where Graph expects `v1.0` or `beta`. */
  version: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** The id of an item of a `$batch`. */
  batchItem?: string
}

/**
 * Delivery of a response: `half` has a truncated body of correct length, `broken` closes the connection
 * before the announced length, `reset` closes it without a response, `none` sends nothing.
 */
export type Delivery = 'whole' | 'half' | 'broken' | 'reset' | 'none'

export interface EntraResponse {
  status: number
  headers: Readonly<Record<string, string>>
  /** Objects are sent as JSON, strings unchanged; undefined is an empty body. */
  body?: unknown
  /** `whole` by default. */
  delivery?: Delivery
}

export const jsonType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

export const jsonResponse = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): EntraResponse => ({
  status,
  headers,
  body,
})

export function parseRequest(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): EntraRequest {
  const parsed = new URL(url, 'https://emulator.invalid')
  const area = isAuthority(parsed.pathname) ? 'authority' : 'graph'
  const [version = '', ...rest] = parsed.pathname.slice(1).split('/')
  const path = area === 'authority' ? parsed.pathname : `/${rest.map(decodeSegment).join('/')}`
  return { area, method, url, path, version, query: parsed.searchParams, headers, body }
}

/** Sign-in and Graph share one origin here; in the cloud they are two hosts. */
const isAuthority = (path: string): boolean =>
  /\/(oauth2\/v2\.0\/token|discovery\/v2\.0\/keys|\.well-known\/openid-configuration)$/.test(path)

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
