/**
 * What can go wrong with a request, so that a caller can tell apart "the directory said no" (a result code, nothing
 * was changed) and "no answer came" (a write may have been carried out). Every WritebackError of a connection has an
 * `LdapFailure` as its cause; branch on `ldapFailure(error)?.resultCode` first, on hints never alone.
 */
import type { ErrorCode } from '../../errorCodes.js'
import { WritebackError } from '../../errors.js'
import type { Operation, Request } from './requests.js'
import { bindReasonOf, hintOf, resultCodes, resultName } from './resultCodes.js'

export class LdapFailure extends Error {
  override readonly name = 'LdapFailure'
  readonly operation: Operation | 'connect'
  /** The directory's answer; undefined where none came. */
  readonly resultCode?: number
  /** The directory's own words, unchanged. */
  readonly serverText: string
  /** Where the directory said to ask instead. */
  readonly referrals: readonly string[]
  /** The server was given up because it said nothing for so long. */
  readonly silent: boolean
  /** A write was sent and no answer came: read back what became of it. */
  readonly outcomeUnknown: boolean

  constructor(operation: LdapFailure['operation'], message: string, details: Partial<LdapFailure>) {
    super(message, { cause: details.cause })
    this.operation = operation
    if (details.resultCode !== undefined) this.resultCode = details.resultCode
    this.serverText = details.serverText ?? ''
    this.referrals = details.referrals ?? []
    this.silent = details.silent ?? false
    this.outcomeUnknown = details.outcomeUnknown ?? false
  }
}

/** What a connection knows about an error it threw. */
export function ldapFailure(error: unknown): LdapFailure | undefined {
  const cause = error instanceof WritebackError ? error.cause : error
  return cause instanceof LdapFailure ? cause : undefined
}

/** Whether the directory answered with one of these result codes. */
export function answeredWith(error: unknown, ...codes: number[]): boolean {
  const code = ldapFailure(error)?.resultCode
  return code !== undefined && codes.includes(code)
}

const doing: Record<Operation, string> = {
  bind: 'signing in as',
  search: 'searching',
  add: 'creating',
  modify: 'changing',
  modifyDn: 'renaming or moving',
  delete: 'deleting',
}

const describe = ({ operation, dn }: Pick<Request, 'operation' | 'dn'>): string =>
  `${doing[operation]} ${dn || 'the root of the directory'}`

const codesOfRefusals: Readonly<Record<number, ErrorCode>> = {
  [resultCodes.timeLimitExceeded]: 'directoryTimeout',
  [resultCodes.sizeLimitExceeded]: 'directoryIncomplete',
  [resultCodes.adminLimitExceeded]: 'directoryIncomplete',
  [resultCodes.protocolError]: 'directoryUnexpected',
  [resultCodes.unavailableCriticalExtension]: 'directoryUnexpected',
  [resultCodes.insufficientAccessRights]: 'directoryDenied',
}

/** What is told of a result that is not success. */
export interface Refused {
  status: number
  diagnosticMessage: string
  referrals?: readonly string[]
}

/** The directory answered, and not with success. */
export function refused(request: Request, answer: Refused): WritebackError {
  const { status: resultCode, referrals = [] } = answer
  const serverText = answer.diagnosticMessage.replace(/\0+$/, '') // AD ends its text with a NUL
  const said = `the directory answered ${resultCode} ${resultName(resultCode)}`
  const reason = request.operation === 'bind' ? bindReasonOf(serverText) : hintOf(serverText)
  const words = oneLine(serverText).replace(/\.$/, '')
  const message = [`${said} while ${describe(request)}`, reason, words].filter(Boolean).join(': ')
  const cause = new LdapFailure(request.operation, message, { resultCode, serverText, referrals })
  const what = capital(`${message}.`)
  if (request.operation === 'bind') return bindRefused(what, resultCode, cause)
  return new WritebackError(codesOfRefusals[resultCode] ?? 'directoryRefused', what, {
    cause,
    details: { resultCode, dns: [request.dn] },
    ...(resultCode === resultCodes.referral && { hint: elsewhere('It', cause) }),
  })
}

/** AD's text of a referral has several lines, with tabs in them. */
const oneLine = (text: string): string => text.replace(/[\s\0-\x1f\x7f]+/g, ' ').trim()

/** What to do about a name that belongs to another domain: AD's answer names that domain's DNS name. */
export function elsewhere(subject: string, failure: LdapFailure | undefined): string {
  const hosts = (failure?.referrals ?? []).flatMap((url) => (URL.canParse(url) ? new URL(url).hostname : []))
  const named = [...new Set(hosts.filter(Boolean))].join(', ')
  return named
    ? `${subject} is in another domain: write a domain controller of ${named} into directory.urls.`
    : `${subject} is in another domain: write a domain controller of that one into directory.urls.`
}

const passing: ReadonlySet<number> = new Set([resultCodes.busy, resultCodes.unavailable])

function bindRefused(what: string, resultCode: number, cause: LdapFailure): WritebackError {
  const details = { resultCode }
  if (passing.has(resultCode)) return new WritebackError('directoryUnreachable', what, { cause, details })
  if (resultCode === resultCodes.referral) {
    const hint = elsewhere('The account, and with it the container,', cause)
    return new WritebackError('directoryRefused', what, { cause, hint, details })
  }
  const hint =
    resultCode === resultCodes.strongerAuthRequired || resultCode === resultCodes.confidentialityRequired
      ? 'Use an ldaps:// address or directory.tls.startTls.'
      : 'Check directory.bind.dn and its password; it was tried once, so that no account is locked.'
  return new WritebackError('bindRefused', what, { cause, hint, details })
}

/** An empty password would be an anonymous bind, to which a directory says yes. */
export function emptyPassword(name: string): WritebackError {
  const what = name ? `The password of ${name} is empty.` : 'There is no name to sign in with.'
  return new WritebackError('bindRefused', what, {
    hint: 'Check directory.bind.dn and its password.',
    cause: new LdapFailure('bind', what, {}),
  })
}

/** Why a connection is of no use any more. */
export interface Loss {
  /** `unexpected`: what came is nothing that could be read. */
  reason: 'lost' | 'deadline' | 'aborted' | 'closed' | 'unexpected'
  /** In words, to stand after "while …:". */
  text: string
  cause?: unknown
}

const codesOfLosses: Readonly<Record<Loss['reason'], ErrorCode>> = {
  lost: 'directoryUnreachable',
  deadline: 'directoryTimeout',
  aborted: 'aborted',
  closed: 'directoryUnreachable',
  unexpected: 'directoryUnexpected',
}

const writes: ReadonlySet<Operation> = new Set<Operation>(['add', 'modify', 'modifyDn', 'delete'])

/** The request was sent, and the connection ended before the answer. */
export function unanswered(request: Request, loss: Loss): WritebackError {
  const outcomeUnknown = writes.has(request.operation)
  const message = `No answer came while ${describe(request)}: ${loss.text}`
  // The cause says it in a sentence of its own.
  const what = [`${message}.`, ...(loss.cause instanceof WritebackError ? [loss.cause.message] : [])].join(
    ' ',
  )
  const silent = loss.reason === 'deadline'
  const cause = new LdapFailure(request.operation, message, { outcomeUnknown, silent, cause: loss.cause })
  if (loss.reason === 'aborted') return new WritebackError('aborted', what, { cause })
  if (outcomeUnknown) {
    const hint = 'Whether it was carried out is not known; run again to find out.'
    return new WritebackError('outcomeUnknown', what, { cause, hint })
  }
  const hint = 'Run again; if it stays, look at that server and at what stands between.'
  return new WritebackError(codesOfLosses[loss.reason], what, { cause, hint })
}

/** The connection had ended before; nothing was sent. */
export function notSent(request: Request, loss: Loss): WritebackError {
  const message = `Not sent, ${describe(request)}: ${loss.text}`
  const cause = new LdapFailure(request.operation, message, { cause: loss.cause })
  const code = loss.reason === 'aborted' ? 'aborted' : 'directoryUnreachable'
  return new WritebackError(code, `${message}.`, { cause })
}

/** Nothing was sent. */
export function tooLarge(request: Request): WritebackError {
  const megabytes = (request.body.length / 1_048_576).toFixed(1)
  const what = `A request of ${megabytes} MB is more than a directory takes (10 MB), ${describe(request)}.`
  return new WritebackError('directoryRefused', what, { cause: new LdapFailure(request.operation, what, {}) })
}

/** A search of one object gave two. */
export function tooMany(request: Request): WritebackError {
  const what = `The directory gave more than the one object that was asked for, ${describe(request)}.`
  return new WritebackError('directoryUnexpected', what, {
    cause: new LdapFailure(request.operation, what, {}),
    hint: 'Look at what answers there, and at what stands between.',
  })
}

/** A page came without the word whether it was the last one. */
export function pagesLost(request: Request): WritebackError {
  const what = `The directory ended a page without saying whether there are more, ${describe(request)}.`
  return new WritebackError('directoryIncomplete', what, {
    cause: new LdapFailure(request.operation, what, {}),
  })
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
