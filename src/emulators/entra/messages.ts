/** What goes through the emulator as data: a request as it arrived, and the answer it gets. */

export type Area = 'authority' | 'graph'

export interface EntraRequest {
  area: Area
  method: string
  /** Path and query as they were sent. */
  url: string
  /** Decoded, without the version and with a leading slash: `/groups/{id}/members`. */
  path: string
  /** What stood where Graph expects `v1.0` or `beta`. */
  version: string
  query: URLSearchParams
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** The item's id where the request came inside a `$batch`. */
  batchItem?: string
}

/**
 * How an answer reaches the client: `half` is a well-formed answer whose body stops in the middle, `broken` the same with
 * the connection closed before the promised length, `reset` a connection closed without an answer, `none` silence.
 */
export type Delivery = 'whole' | 'half' | 'broken' | 'reset' | 'none'

export interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  /** An object goes out as JSON, a string as it is; undefined is an empty body. */
  body?: unknown
  /** Left out: whole. */
  delivery?: Delivery
}

export const jsonType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8'

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
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
  const path = area === 'authority' ? parsed.pathname : `/${rest.map(decoded).join('/')}`
  return { area, method, url, path, version, query: parsed.searchParams, headers, body }
}

/** Both live on one origin here; in the cloud they are two hosts. */
const isAuthority = (path: string): boolean =>
  /\/(oauth2\/v2\.0\/token|discovery\/v2\.0\/keys|\.well-known\/openid-configuration)$/.test(path)

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
