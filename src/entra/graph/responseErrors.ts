/** Classifies error responses of Graph: retryable or not, the error code and the hint. */
import type { ErrorCode } from '../../errorCodes.js'
import { WritebackError } from '../../errors.js'
import { htmlTitle, proxyAuthenticationHint } from '../http/gateways.js'
import { GraphFailure } from './failures.js'
import type { GraphResponse } from './types.js'

interface ODataError {
  code: string
  message: string
}

type ErrorResponse = Pick<GraphResponse, 'json' | 'text' | 'status'>

/** Returns the error in the body, or a description of a body that is not from Graph, such as the page of a gateway. */
function errorInBody({ json, text, status }: ErrorResponse): ODataError {
  const error = (json as { error?: unknown } | null | undefined)?.error
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as Partial<Record<string, unknown>>
    return { code: stringOrEmpty(code), message: stringOrEmpty(message) }
  }
  if (json !== undefined) return { code: '', message: '' }
  const message =
    htmlTitle(text) ?? (text === '' ? `empty response (HTTP ${status})` : 'the response is not valid JSON')
  return { code: '', message }
}

const stringOrEmpty = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Returns true if a retry can succeed: throttled, or a server error. 501 is excluded: the server does not support the request. */
export const isRetryableStatus = (status: number): boolean =>
  status === 429 || (status >= 500 && status !== 501)

/** The permission that a path needs (Graph permissions reference, application permissions). */
const permissions: ReadonlyArray<[RegExp, string]> = [
  [/\/deletedItems/i, 'Group.Read.All'],
  [/^\/users/i, 'User.Read.All'],
  [/.*/, 'GroupMember.Read.All'],
]

export const permissionForPath = (path: string): string =>
  permissions.find(([pattern]) => pattern.test(withoutVersion(path)))?.[1] ?? ''

/** Removes host and version, which a next link contains. */
const withoutVersion = (path: string): string =>
  path.replace(/^https:\/\/[^/]+/, '').replace(/^\/(beta|v1\.0)(?=\/)/, '')

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'graphUnauthorized',
  403: 'graphDenied',
  407: 'graphUnreachable',
  429: 'graphThrottled',
}

/** Returns the error for a response; `requestedPauseMs` is the requested pause if it is longer than a run waits. */
export function graphResponseError(
  path: string,
  response: ErrorResponse,
  requestedPauseMs?: number,
): WritebackError {
  const { code, message } = errorInBody(response)
  const reason = [code, message].filter(Boolean).join(': ').replace(/\.$/, '') || 'unexpected response'
  const errorCode = isObjectNotFound(response) ? 'groupNotFound' : codeForStatus(response.status)
  const text = `Graph responded with status ${response.status} for ${path.split('?')[0]}: ${reason}.`
  return new WritebackError(errorCode, text, {
    cause: new GraphFailure(response.status, code, text),
    hint: isForeignPage(response) ? foreignPageHint : responseHint(errorCode, path, requestedPauseMs),
    details: {
      httpStatus: response.status,
      ...(code !== '' && { graphCode: code }),
      ...(errorCode === 'graphDenied' && { permission: permissionForPath(path) }),
      ...(requestedPauseMs !== undefined && { waitSeconds: Math.ceil(requestedPauseMs / 1000) }),
    },
  })
}

/** An HTML page with status 200 comes from a proxy or from the sign-in page of a network. */
const isForeignPage = ({ status, json, text }: ErrorResponse): boolean =>
  status === 200 && json === undefined && htmlTitle(text) !== undefined

const foreignPageHint = 'Check entra.graphUrl, the proxy (HTTPS_PROXY) and any gateway in between.'

/** Requires Graph's own code, because a gateway or a wrong URL also leads to 404. */
export const isObjectNotFound = (response: ErrorResponse): boolean =>
  response.status === 404 && errorInBody(response).code === 'Request_ResourceNotFound'

const codeForStatus = (status: number): ErrorCode =>
  codeByStatus[status] ?? (isRetryableStatus(status) ? 'graphUnavailable' : 'graphUnexpected')

function responseHint(code: ErrorCode, path: string, requestedPauseMs: number | undefined): string {
  switch (code) {
    case 'graphUnauthorized':
      return 'Check entra.tenantId, entra.graphUrl and the clock of this machine.'
    case 'groupNotFound':
      return 'Run again; the group may have just been deleted.'
    case 'graphDenied':
      return `Grant the application permission ${permissionForPath(path)} with admin consent.`
    case 'graphUnreachable':
      return proxyAuthenticationHint
    case 'graphThrottled':
    case 'graphUnavailable':
      return requestedPauseMs === undefined
        ? 'Run again later; Graph is throttling requests or is unavailable.'
        : `Run again in ${Math.ceil(requestedPauseMs / 1000)} seconds, the pause that Graph requests.`
    default:
      return 'Run again; if the error persists, report it with this text.'
  }
}
