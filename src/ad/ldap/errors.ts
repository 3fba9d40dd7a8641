/**
 * Builds the errors of LDAP requests. They distinguish a request that the directory refused (with a result code;
 * nothing was changed) from one without a response (a write may have been carried out). Every WritebackError of a
 * connection has an `LdapFailure` as its cause; callers branch on `ldapFailure(error)?.resultCode`, never on hints.
 */
import type { ErrorCode } from '../../errorCodes.js'
import { WritebackError } from '../../errors.js'
import type { LdapOperation, LdapRequest } from './requests.js'
import { bindRefusalReason, windowsErrorText, resultCodes, resultCodeName } from './resultCodes.js'

export class LdapFailure extends Error {
  override readonly name = 'LdapFailure'
  readonly operation: LdapOperation | 'connect'
  /** The result code of the response; undefined without a response. */
  readonly resultCode?: number
  /** The diagnostic message of the directory, unchanged. */
  readonly serverText: string
  /** The URLs of a referral. */
  readonly referrals: readonly string[]
  /** True if the request timed out without a response. */
  readonly timedOut: boolean
  /** True for a write that was sent and has no response: it may have been carried out. */
  readonly outcomeUnknown: boolean

  constructor(operation: LdapFailure['operation'], message: string, details: Partial<LdapFailure>) {
    super(message, { cause: details.cause })
    this.operation = operation
    if (details.resultCode !== undefined) this.resultCode = details.resultCode
    this.serverText = details.serverText ?? ''
    this.referrals = details.referrals ?? []
    this.timedOut = details.timedOut ?? false
    this.outcomeUnknown = details.outcomeUnknown ?? false
  }
}

/** Returns the LdapFailure behind an error of a connection; undefined for other errors. */
export function ldapFailure(error: unknown): LdapFailure | undefined {
  const cause = error instanceof WritebackError ? error.cause : error
  return cause instanceof LdapFailure ? cause : undefined
}

/** Returns true if the directory responded with one of these result codes. */
export function hasResultCode(error: unknown, ...codes: number[]): boolean {
  const code = ldapFailure(error)?.resultCode
  return code !== undefined && codes.includes(code)
}

const activities: Record<LdapOperation, string> = {
  bind: 'signing in as',
  search: 'searching',
  add: 'creating',
  modify: 'changing',
  modifyDn: 'renaming or moving',
  delete: 'deleting',
}

const describeRequest = ({ operation, dn }: Pick<LdapRequest, 'operation' | 'dn'>): string =>
  `${activities[operation]} ${dn || 'the rootDSE'}`

const codesByResult: Readonly<Record<number, ErrorCode>> = {
  [resultCodes.timeLimitExceeded]: 'directoryTimeout',
  [resultCodes.sizeLimitExceeded]: 'directoryIncomplete',
  [resultCodes.adminLimitExceeded]: 'directoryIncomplete',
  [resultCodes.protocolError]: 'directoryUnexpected',
  [resultCodes.unavailableCriticalExtension]: 'directoryUnexpected',
  [resultCodes.insufficientAccessRights]: 'directoryDenied',
}

/** A result other than success. */
export interface RefusedResult {
  status: number
  diagnosticMessage: string
  referrals?: readonly string[]
}

/** The error of a request that the directory refused. */
export function refusedError(request: LdapRequest, result: RefusedResult): WritebackError {
  const { status: resultCode, referrals = [] } = result
  const serverText = result.diagnosticMessage.replace(/\0+$/, '') // AD ends its text with a NUL
  const response = `the directory responded with ${resultCode} ${resultCodeName(resultCode)}`
  const reason = request.operation === 'bind' ? bindRefusalReason(serverText) : windowsErrorText(serverText)
  const text = oneLine(serverText).replace(/\.$/, '')
  const message = [`${response} while ${describeRequest(request)}`, reason, text].filter(Boolean).join(': ')
  const cause = new LdapFailure(request.operation, message, { resultCode, serverText, referrals })
  const sentence = capitalize(`${message}.`)
  if (request.operation === 'bind') return bindRefused(sentence, resultCode, cause)
  return new WritebackError(codesByResult[resultCode] ?? 'directoryRefused', sentence, {
    cause,
    details: { resultCode, dns: [request.dn] },
    ...(resultCode === resultCodes.referral && { hint: otherDomainHint('The object', cause) }),
  })
}

/** Joins the lines of a diagnostic text; AD's text of a referral has several lines and tabs. */
const oneLine = (text: string): string => text.replace(/[\s\0-\x1f\x7f]+/g, ' ').trim()

/** The hint for a DN of another domain, with the DNS name of that domain from AD's referral. */
export function otherDomainHint(subject: string, failure: LdapFailure | undefined): string {
  const hosts = (failure?.referrals ?? []).flatMap((url) => (URL.canParse(url) ? new URL(url).hostname : []))
  const named = [...new Set(hosts.filter(Boolean))].join(', ')
  return named
    ? `${subject} is in another domain: add a domain controller of ${named} to directory.urls.`
    : `${subject} is in another domain: add a domain controller of that domain to directory.urls.`
}

const temporaryResults: ReadonlySet<number> = new Set([resultCodes.busy, resultCodes.unavailable])

function bindRefused(message: string, resultCode: number, cause: LdapFailure): WritebackError {
  const details = { resultCode }
  if (temporaryResults.has(resultCode)) {
    return new WritebackError('directoryUnreachable', message, { cause, details })
  }
  if (resultCode === resultCodes.referral) {
    const hint = otherDomainHint('The account, and with it the container,', cause)
    return new WritebackError('directoryRefused', message, { cause, hint, details })
  }
  const hint =
    resultCode === resultCodes.strongerAuthRequired || resultCode === resultCodes.confidentialityRequired
      ? 'Use an ldaps:// URL or set directory.tls.startTls.'
      : 'Check directory.bind.dn and its password. There was one attempt only, so that the account is not locked.'
  return new WritebackError('bindRefused', message, { cause, hint, details })
}

/**
 * The error of a bind without credentials. An empty password would be an anonymous bind, which a directory accepts.
 */
export function emptyCredentialsError(name: string): WritebackError {
  const message = name ? `The password of ${name} is empty.` : 'directory.bind.dn is empty.'
  return new WritebackError('bindRefused', message, {
    hint: 'Check directory.bind.dn and its password.',
    cause: new LdapFailure('bind', message, {}),
  })
}

/** The reason why a connection is closed. */
export interface ConnectionLoss {
  /** `unexpected`: the server sent bytes that could not be read. */
  reason: 'lost' | 'deadline' | 'aborted' | 'closed' | 'unexpected'
  /** A clause that follows "while …:" in a message. */
  text: string
  cause?: unknown
}

const codesByLoss: Readonly<Record<ConnectionLoss['reason'], ErrorCode>> = {
  lost: 'directoryUnreachable',
  deadline: 'directoryTimeout',
  aborted: 'aborted',
  closed: 'directoryUnreachable',
  unexpected: 'directoryUnexpected',
}

const writes: ReadonlySet<LdapOperation> = new Set<LdapOperation>(['add', 'modify', 'modifyDn', 'delete'])

/** The error of a request that was sent, if the connection ended before the response. */
export function noResponseError(request: LdapRequest, loss: ConnectionLoss): WritebackError {
  const outcomeUnknown = writes.has(request.operation)
  const summary = `No response while ${describeRequest(request)}: ${loss.text}`
  const details = loss.cause instanceof WritebackError ? [loss.cause.message] : []
  const message = [`${summary}.`, ...details].join(' ')
  const timedOut = loss.reason === 'deadline'
  const cause = new LdapFailure(request.operation, summary, {
    outcomeUnknown,
    timedOut,
    cause: loss.cause,
  })
  if (loss.reason === 'aborted') return new WritebackError('aborted', message, { cause })
  if (outcomeUnknown) {
    const hint = 'Run again: the next run checks whether the change was carried out.'
    return new WritebackError('outcomeUnknown', message, { cause, hint })
  }
  const hint = 'Run again; if the error persists, check the server and the network.'
  return new WritebackError(codesByLoss[loss.reason], message, { cause, hint })
}

/** The error of a request that was not sent, because the connection was closed already. */
export function notSentError(request: LdapRequest, loss: ConnectionLoss): WritebackError {
  const message = `The request was not sent while ${describeRequest(request)}: ${loss.text}`
  const cause = new LdapFailure(request.operation, message, { cause: loss.cause })
  const code = loss.reason === 'aborted' ? 'aborted' : 'directoryUnreachable'
  return new WritebackError(code, `${message}.`, { cause })
}

/** The error of a request that was not sent, because it exceeds AD's limit. */
export function requestTooLargeError(request: LdapRequest): WritebackError {
  const megabytes = (request.body.length / 1_048_576).toFixed(1)
  const message = `The request of ${megabytes} MB exceeds the maximum of 10 MB while ${describeRequest(request)}.`
  const cause = new LdapFailure(request.operation, message, {})
  return new WritebackError('directoryRefused', message, { cause })
}

/** The error of a base search that returned more than one object. */
export function tooManyEntriesError(request: LdapRequest): WritebackError {
  const message = `The directory returned more than the one requested object while ${describeRequest(request)}.`
  return new WritebackError('directoryUnexpected', message, {
    cause: new LdapFailure(request.operation, message, {}),
    hint: 'Check which server responds at this URL, and any gateway in between.',
  })
}

/** The error of a page whose result does not state whether more pages follow. */
export function pagingControlMissingError(request: LdapRequest): WritebackError {
  const message = `The directory did not state whether more pages follow while ${describeRequest(request)}.`
  return new WritebackError('directoryIncomplete', message, {
    cause: new LdapFailure(request.operation, message, {}),
  })
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
