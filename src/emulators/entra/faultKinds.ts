/** Ready-made faults, as Graph and what stands before it are known to produce them. */
import { countOf, membersOf } from './faultMatches.js'
import type { Fault, FaultResponse } from './faults.js'
import type { Reference } from './tenant/objects.js'

export * from './faultMatches.js'
export * from './shortReads.js'

/** 429. `retryAfter` in seconds, decimals as Graph sends them; without it the header is missing, as it sometimes is. */
export const throttled = (retryAfter?: number): FaultResponse => ({
  status: 429,
  code: 'TooManyRequests',
  message: 'Too many requests.',
  ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
})

/** 503 with an empty body. */
export const unavailable = (retryAfter?: number): FaultResponse => ({
  status: 503,
  ...(retryAfter !== undefined && { headers: { 'Retry-After': String(retryAfter) } }),
})

/** 504 with an empty body and no Retry-After. */
export const gatewayTimeout = (): FaultResponse => ({ status: 504 })

/** The page of a proxy on the way. */
export const badGateway = (): FaultResponse => ({
  status: 502,
  headers: { 'Content-Type': 'text/html' },
  body: '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body><h1>502 Bad Gateway</h1></body>\r\n</html>\r\n',
})

/** 500 with Graph's error body. */
export const internalError = (): FaultResponse => ({
  status: 500,
  code: 'UnknownError',
  message: 'An internal server error occurred.',
})

/** 401: the token is not accepted although the client thinks it is good. */
export const tokenRefused = (): FaultResponse => ({
  status: 401,
  code: 'InvalidAuthenticationToken',
  message: 'Access token has expired or is not yet valid.',
})

/** 403. */
export const accessDenied = (): FaultResponse => ({
  status: 403,
  code: 'Authorization_RequestDenied',
  message: 'Insufficient privileges to complete the operation.',
})

/** 403 for the members of one group, or of every group where none is named, and for their counts. */
export const membersDenied = (group?: Reference): Omit<Fault, 'times'> => ({
  match: (request) => membersOf(group)(request) || countOf(group)(request),
  respond: accessDenied(),
})

/** 400: the listing has to be started again. */
export const pageExpired = (): FaultResponse => ({
  status: 400,
  code: 'Directory_ExpiredPageToken',
  message: 'The specified page token value has expired and can no longer be included in your request.',
})

/** The connection closes before the request is carried out. */
export const connectionReset = (): FaultResponse => ({ refuse: 'reset' })

/** Nothing comes, ever. */
export const noAnswer = (): FaultResponse => ({ refuse: 'none' })

/** The request is carried out; the connection closes before the answer. */
export const answerLost = (): FaultResponse => ({ deliver: 'reset' })

/** Status 200 and a JSON body that stops in the middle, without a sign of it in HTTP. */
export const halfBody = (): FaultResponse => ({ deliver: 'half' })

/** The connection breaks in the middle of the body. */
export const brokenBody = (): FaultResponse => ({ deliver: 'broken' })

export const slow = (milliseconds: number): FaultResponse => ({ delay: milliseconds })
