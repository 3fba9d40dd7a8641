/** Ready-made faults, as Graph and the gateways in front of it produce them. */
import { countOf, membersOf } from './faultMatches.js'
import type { Fault, FaultResponse } from './faults.js'
import type { Reference } from './tenant/objects.js'

export * from './faultMatches.js'
export * from './shortReads.js'

/**
 * 429 with Retry-After in seconds, fractional as from Graph; without `retryAfter` the header is missing,
 * which occurs too.
 */
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

/** 502 with the HTML page of a proxy. */
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

/** 401 for a token that the client considers valid. */
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

/** 403 for the members of one group and for their count; without an argument, for every group. */
export const membersDenied = (group?: Reference): Omit<Fault, 'times'> => ({
  match: (request) => membersOf(group)(request) || countOf(group)(request),
  respond: accessDenied(),
})

/** 400: the client must restart the listing. */
export const pageExpired = (): FaultResponse => ({
  status: 400,
  code: 'Directory_ExpiredPageToken',
  message: 'The specified page token value has expired and can no longer be included in your request.',
})

/** Closes the connection before the request is carried out. */
export const connectionReset = (): FaultResponse => ({ refuse: 'reset' })

/** Keeps the connection open without a response. */
export const noAnswer = (): FaultResponse => ({ refuse: 'none' })

/** Carries the request out and closes the connection before the response. */
export const answerLost = (): FaultResponse => ({ deliver: 'reset' })

/** 200 with a truncated JSON body whose length and encoding are valid HTTP. */
export const halfBody = (): FaultResponse => ({ deliver: 'half' })

/** Closes the connection in the middle of the body. */
export const brokenBody = (): FaultResponse => ({ deliver: 'broken' })

export const slow = (milliseconds: number): FaultResponse => ({ delay: milliseconds })
