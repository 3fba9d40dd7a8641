/** The one error of this package, and what it carries. */
import type { ErrorCode } from './errorCodes.js'
import { exitCodeOfError } from './exitCodes.js'

/**
 * What helps, where that is a command or an option. Each entry point names it in its own way, such as `--break-lease` or
 * `-BreakLease`.
 */
export const actions = [
  'initConfig', // write a configuration
  'chooseConfig', // name another configuration file
  'enable', // turn writeback on
  'plan', // make a plan
  'breakLease', // take over the lease of a crashed run
  'omitAs', // leave out the kind of group
  'pipeSecret', // give the secret that is read from standard input
] as const
export type Action = (typeof actions)[number]

/** The facts of a problem, for programs: nothing has to be read out of a message. */
export interface ProblemDetails {
  /** Of an answer of Graph, or of a proxy. */
  httpStatus?: number
  /** Graph's own error code. */
  graphCode?: string
  /** The application permission that is missing. */
  permission?: string
  /** Of an LDAP answer (RFC 4511, 4.1.9). */
  resultCode?: number
  /** What a person named: an object id, mail address or display name. */
  reference?: string
  /** Object ids of the cloud groups that it is about. */
  groups?: readonly string[]
  /** Why a group is not written. */
  reason?: string
  /** Distinguished names of the objects that it is about. */
  dns?: readonly string[]
  /** The key of the configuration, such as `directory.urls[0]`, or the option. */
  key?: string
  file?: string
  /** How many seconds the other side asks to wait. */
  waitSeconds?: number
  /** The hash of a plan. */
  hash?: string
  /** How many there are on one side, and on the other. */
  listed?: number
  counted?: number
}

/** What went wrong: the code and the details for programs, the message and the hint for people. */
export interface Problem {
  code: ErrorCode
  message: string
  /** What to do about it. */
  hint?: string
  action?: Action
  details?: ProblemDetails
}

export interface ProblemParts {
  hint?: string | undefined
  action?: Action | undefined
  details?: ProblemDetails
  cause?: unknown
  /** Where several things are wrong at once: all of them. */
  problems?: readonly Problem[]
}

/** The only error this package throws on purpose. `message` is the first problem's message with its hint. */
export class WritebackError extends Error {
  override readonly name = 'WritebackError'
  readonly code: ErrorCode
  readonly problems: readonly [Problem, ...Problem[]]

  constructor(code: ErrorCode, message: string, parts: ProblemParts = {}) {
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

/** Several problems as one error; its code is that of the first one. */
export function errorOfProblems(problems: readonly [Problem, ...Problem[]]): WritebackError {
  const message = problems.map(({ message }) => message).join(' ')
  return new WritebackError(problems[0].code, message, { problems })
}

/** Anything that was thrown, as a WritebackError; an unexpected error becomes `internal` and is kept as the cause. */
export function asWritebackError(error: unknown): WritebackError {
  if (error instanceof WritebackError) return error
  return new WritebackError('internal', `Unexpected error: ${messageOf(error)}`, {
    cause: error,
    hint: 'This is a bug in group-writeback: please report it with this text.',
  })
}

/** Node's AggregateError has no message of its own, and a thrown value may be anything. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ')
  if (error instanceof Error) return error.message || error.name
  return typeof error === 'object' && error !== null ? 'the thrown value is not an error' : String(error)
}
