/**
 * Error responses of Graph. Handlers throw a `GraphRefusal`; the edge converts it to the documented body, because
 * only the edge has the request's ids.
 */
import type { EntraResponse } from './messages.js'

interface Extras {
  headers?: Record<string, string>
  /** Additional fields of `innerError`. */
  inner?: Record<string, unknown>
}

export class GraphRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly extras: Extras

  constructor(status: number, code: string, message: string, extras: Extras = {}) {
    super(message)
    this.status = status
    this.code = code
    this.extras = extras
  }
}

export interface RequestIds {
  requestId: string
  clientRequestId: string
}

export function refusalResponse(refusal: GraphRefusal, ids: RequestIds, now: Date): EntraResponse {
  const innerError = {
    ...refusal.extras.inner,
    // Graph prints this date without a zone.
    date: now.toISOString().slice(0, 19),
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
  }
  return {
    status: refusal.status,
    headers: refusal.extras.headers ?? {},
    body: { error: { code: refusal.code, message: refusal.message, innerError } },
  }
}

export const badRequest = (message: string) => new GraphRefusal(400, 'Request_BadRequest', message)

/** An error of the OData layer, before the directory is queried. */
export const malformed = (message: string) => new GraphRefusal(400, 'BadRequest', message)

export const unsupportedQuery = (message = 'Unsupported Query.') =>
  new GraphRefusal(400, 'Request_UnsupportedQuery', message)

export const notFound = (id: string) =>
  new GraphRefusal(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  )

export const accessDeniedError = () =>
  new GraphRefusal(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')

export const unauthorized = (message: string) =>
  new GraphRefusal(401, 'InvalidAuthenticationToken', message, {
    headers: { 'WWW-Authenticate': 'Bearer realm="", error="invalid_token"' },
  })

export const expiredPageToken = () =>
  new GraphRefusal(
    400,
    'Directory_ExpiredPageToken',
    'The specified page token value has expired and can no longer be included in your request.',
  )

export const notEmulated = (what: string) =>
  new GraphRefusal(501, 'NotImplemented', `${what} is not part of this emulator.`)

export const tooManyRequests = (headers: Record<string, string>) =>
  new GraphRefusal(429, 'TooManyRequests', 'Too many requests.', {
    headers,
    inner: { code: '429', message: 'Please retry after', status: '429' },
  })
