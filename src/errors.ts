/** Defines WritebackError, the only error class of this package, and the problems that it carries. */
import type { ErrorCode } from './errorCodes.js'
import { exitCodeOfError } from './exitCodes.js'

/**
 * Commands and options that resolve a problem. Each entry point shows them under its own names, for example
 * `--break-lease` or `-BreakLease`.
 */
export const actions = [
  'initConfig', // write a configuration
  'chooseConfig', // name another configuration file
  'enable', // turn writeback on
  'plan', // create a plan
  'breakLease', // take over the lease of a crashed run
  'omitAs', // leave out the kind of group
  'pipeSecret', // pipe the secret to standard input
] as const
export type Action = (typeof actions)[number]

/** The facts of a problem as data, so that programs need not parse messages. */
export interface ProblemDetails {
  /** The HTTP status of the response of Graph or of a proxy. */
  httpStatus?: number
  /** Graph's own error code. */
  graphCode?: string
  /** The missing application permission. */
  permission?: string
  /** The result code of the LDAP response (RFC 4511, 4.1.9). */
  resultCode?: number
  /** The group as the caller named it: an object id, mail address or display name. */
  reference?: string
  /** Object ids of the affected cloud groups. */
  groups?: readonly string[]
  /** The reason why a group is not written. */
  reason?: string
  /** Distinguished names of the affected objects. */
  dns?: readonly string[]
  /** The affected key of the configuration, for example `directory.urls[0]`, or the affected option. */
  key?: string
  /** The affected file. */
  file?: string
  /** The number of seconds that the server asks to wait before the next request. */
  waitSeconds?: number
  /** The hash of a plan. */
  hash?: string
  /** The number of members that Graph listed, where it differs from `counted`. */
  listed?: number
  /** The number of members that Graph counted, where it differs from `listed`. */
  counted?: number
}

/** A problem: the code and the details are for programs, the message and the hint are for people. */
export interface Problem {
  code: ErrorCode
  message: string
  /** Advice on how to resolve the problem. */
  hint?: string
  /** The command or option that resolves the problem. */
  action?: Action
  details?: ProblemDetails
}

export interface ProblemOptions {
  hint?: string | undefined
  action?: Action | undefined
  details?: ProblemDetails
  cause?: unknown
  /** All problems, where the error reports several at once; they replace the problem made of the other arguments. */
  problems?: readonly Problem[]
}

/** The only error that this package throws deliberately. `message` includes the hint. */
export class WritebackError extends Error {
  override readonly name = 'WritebackError'
  readonly code: ErrorCode
  /** Every problem; never empty. `hint` and `details` are those of the first one. */
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(code: ErrorCode, message: string, parts: ProblemOptions = {}) {
    const { hint, action, details, problems = [], cause } = parts
    super(hint ? `${message} ${hint}` : message, { cause })
    this.code = code
    const own = {
      code,
      message,
      ...(hint && { hint }),
      ...(action && { action }),
      ...(details && { details }),
    }
    const [first = own, ...others] = problems
    this.problems = [first, ...others]
  }

  get hint(): string | undefined {
    return this.problems[0].hint
  }

  get details(): ProblemDetails {
    return this.problems[0].details ?? {}
  }

  get exitCode(): 1 | 5 {
    return exitCodeOfError(this.code)
  }
}

/** Combines several problems into one error, which has the code of the first one. */
export function errorFromProblems(problems: readonly [Problem, ...Problem[]]): WritebackError {
  const message = problems.map(({ message }) => message).join(' ')
  return new WritebackError(problems[0].code, message, { problems })
}

/** Converts any thrown value to a WritebackError; an unexpected error gets the code `internal` and becomes the cause. */
export function toWritebackError(error: unknown): WritebackError {
  if (error instanceof WritebackError) return error
  return new WritebackError('internal', `Unexpected error: ${thrownMessage(error)}`, {
    cause: error,
    hint: 'This is a bug in group-writeback: please report it with this text.',
  })
}

/** Returns the message of a thrown value, which may not be an error; Node's AggregateError can have an empty message. */
function thrownMessage(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(thrownMessage).join('; ')
  if (error instanceof Error) return error.message || error.name
  return typeof error === 'object' && error !== null ? 'the thrown value is not an error' : String(error)
}
