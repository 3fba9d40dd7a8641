/** What an answer of Graph means: good, worth another try, or an error with its way out. */
import { WritebackError, type ErrorCode } from '../errors.js'
import type { GraphAnswer } from './graphClient.js'

export interface ODataError {
  code: string
  message: string
}

/** The error Graph describes, or what stands in its place: proxies and gateways answer with pages of their own. */
export function errorOf({ json, text, status }: Pick<GraphAnswer, 'json' | 'text' | 'status'>): ODataError {
  const error = (json as { error?: Partial<ODataError> } | undefined)?.error
  if (typeof error === 'object') return { code: error.code ?? '', message: error.message ?? '' }
  const title = /<title>([^<]{1,200})/i.exec(text)?.[1]
  return {
    code: '',
    message: title ?? (text === '' ? `an empty answer (HTTP ${status})` : 'an answer that is no JSON'),
  }
}

/** Worth another try: throttled, overloaded, or broken on the way. 501 says that it will never work. */
export const isPassing = (status: number): boolean => status === 429 || (status >= 500 && status !== 501)

/** The permission that a path needs (Graph permissions reference, application permissions). */
const permissions: ReadonlyArray<[RegExp, string]> = [
  [/\/deletedItems/i, 'Group.Read.All'],
  [/^\/users/i, 'User.Read.All'],
  [/.*/, 'GroupMember.Read.All'],
]

export const permissionFor = (path: string): string =>
  permissions.find(([pattern]) => pattern.test(path.replace(/^\/(beta|v1\.0)/, '')))?.[1] ?? ''

const codes: Readonly<Record<number, ErrorCode>> = {
  401: 'graphUnauthorized',
  403: 'graphDenied',
  404: 'groupNotFound',
  429: 'graphThrottled',
}

export function answerError(
  path: string,
  answer: Pick<GraphAnswer, 'json' | 'text' | 'status'>,
): WritebackError {
  const { status } = answer
  const { code, message } = errorOf(answer)
  const said = [code, message].filter(Boolean).join(': ')
  const kind = codes[status] ?? (isPassing(status) ? 'graphUnavailable' : 'graphUnexpected')
  return new WritebackError(
    kind,
    `Graph answered ${status} for ${path.split('?')[0]}: ${said}.`.replace('..', '.'),
    {
      wayOut: wayOutOf(kind, path),
    },
  )
}

function wayOutOf(kind: ErrorCode, path: string): string {
  switch (kind) {
    case 'graphUnauthorized':
      return 'The token was not accepted: check entra.tenantId, entra.graphUrl and the clock of this machine.'
    case 'graphDenied':
      return `Grant the application permission ${permissionFor(path)} with admin consent.`
    case 'graphThrottled':
    case 'graphUnavailable':
      return 'It was tried several times; run again later.'
    default:
      return 'Run again; if it stays, report it with this text.'
  }
}
