/** What an answer of Graph means: good, worth another try, or an error with its hint. */
import type { ErrorCode } from '../../errorCodes.js'
import { WritebackError } from '../../errors.js'
import { errorTitle, proxyHint } from '../http/gateways.js'
import { GraphFailure } from './failures.js'
import type { GraphAnswer } from './messages.js'

export interface ODataError {
  code: string
  message: string
}

type Bad = Pick<GraphAnswer, 'json' | 'text' | 'status'>

/** The error Graph describes, or what stands in its place: proxies and gateways answer with pages of their own. */
export function errorOf({ json, text, status }: Bad): ODataError {
  const error = (json as { error?: unknown } | null | undefined)?.error
  if (typeof error === 'object' && error !== null) {
    const { code, message } = error as Partial<Record<string, unknown>>
    return { code: textOf(code), message: textOf(message) }
  }
  if (json !== undefined) return { code: '', message: '' }
  const message =
    errorTitle(text) ?? (text === '' ? `an empty answer (HTTP ${status})` : 'an answer that is no JSON')
  return { code: '', message }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Worth another try: throttled, overloaded, or broken on the way. 501 says that it will never work. */
export const isPassing = (status: number): boolean => status === 429 || (status >= 500 && status !== 501)

/** The permission that a path needs (Graph permissions reference, application permissions). */
const permissions: ReadonlyArray<[RegExp, string]> = [
  [/\/deletedItems/i, 'Group.Read.All'],
  [/^\/users/i, 'User.Read.All'],
  [/.*/, 'GroupMember.Read.All'],
]

export const permissionFor = (path: string): string =>
  permissions.find(([pattern]) => pattern.test(local(path)))?.[1] ?? ''

/** A link that Graph gave is absolute, and names its version. */
const local = (path: string): string =>
  path.replace(/^https:\/\/[^/]+/, '').replace(/^\/(beta|v1\.0)(?=\/)/, '')

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'graphUnauthorized',
  403: 'graphDenied',
  407: 'graphUnreachable',
  429: 'graphThrottled',
}

/** `waitMs`: how long Graph wants to be left alone, where that is longer than a run waits. */
export function answerError(path: string, answer: Bad, waitMs?: number): WritebackError {
  const { code, message } = errorOf(answer)
  const said = [code, message].filter(Boolean).join(': ').replace(/\.$/, '') || 'something unexpected'
  const kind = isNotThere(answer) ? 'groupNotFound' : kindOf(answer.status)
  const what = `Graph answered ${answer.status} for ${path.split('?')[0]}: ${said}.`
  return new WritebackError(kind, what, {
    cause: new GraphFailure(answer.status, code, what),
    hint: isForeign(answer) ? foreignHint : hintOf(kind, path, waitMs),
    details: {
      httpStatus: answer.status,
      ...(code !== '' && { graphCode: code }),
      ...(kind === 'graphDenied' && { permission: permissionFor(path) }),
      ...(waitMs !== undefined && { waitSeconds: Math.ceil(waitMs / 1000) }),
    },
  })
}

/** A good status with a page for people: from where one signs in to a network, or from a proxy. */
const isForeign = ({ status, json, text }: Bad): boolean =>
  status === 200 && json === undefined && errorTitle(text) !== undefined

const foreignHint =
  'Check entra.graphUrl, the proxy (HTTPS_PROXY), and what else stands between here and Graph.'

/** In Graph's own words: what stands in between, and a wrong address, have 404s as well. */
export const isNotThere = (answer: Bad): boolean =>
  answer.status === 404 && errorOf(answer).code === 'Request_ResourceNotFound'

const kindOf = (status: number): ErrorCode =>
  codes[status] ?? (isPassing(status) ? 'graphUnavailable' : 'graphUnexpected')

function hintOf(kind: ErrorCode, path: string, waitMs: number | undefined): string {
  switch (kind) {
    case 'graphUnauthorized':
      return 'The token was not accepted: check entra.tenantId, entra.graphUrl and the clock of this machine.'
    case 'groupNotFound':
      return 'It may have been deleted a moment ago: run again.'
    case 'graphDenied':
      return `Grant the application permission ${permissionFor(path)} with admin consent.`
    case 'graphUnreachable':
      return proxyHint
    case 'graphThrottled':
    case 'graphUnavailable':
      return waitMs === undefined
        ? 'It was tried several times; run again later.'
        : `It asks to wait ${Math.ceil(waitMs / 1000)} seconds, longer than a run does; run again after that.`
    default:
      return 'Run again; if it stays, report it with this text.'
  }
}
