/**
 * Error responses of Graph as data. Every WritebackError about a response has a `GraphFailure` as its cause: branch on
 * `graphFailure(error)?.status` or its `graphCode`, never on a message (Graph: "branch on code, never on message").
 */
import type { ErrorCode } from '../../errorCodes.js'
import { toWritebackError, WritebackError } from '../../errors.js'

export class GraphFailure extends Error {
  override readonly name = 'GraphFailure'
  /** The HTTP status. */
  readonly status: number
  /** Graph's error code, such as Request_ResourceNotFound; empty if the response is not from Graph. */
  readonly graphCode: string

  constructor(status: number, graphCode: string, message: string) {
    super(message)
    this.status = status
    this.graphCode = graphCode
  }
}

/** Returns the error response that this error is about, or undefined if there was no response. */
export function graphFailureOf(error: unknown): GraphFailure | undefined {
  const cause = error instanceof WritebackError ? error.cause : error
  return cause instanceof GraphFailure ? cause : undefined
}

/** Errors that every other request of the run would meet as well. */
const runWideCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'graphUnauthorized',
  'signInFailed',
  'aborted',
])

/**
 * Returns an error that concerns a single object of a read.
 * @throws an error that concerns the whole run
 */
export function toRequestError(error: unknown, signal: AbortSignal | undefined): WritebackError {
  signal?.throwIfAborted()
  const failure = toWritebackError(error)
  if (runWideCodes.has(failure.code)) throw failure
  return failure
}

/**
 * Ignores the error of an optional read; the run continues without its result.
 * @throws an error that concerns the whole run, or an unexpected error
 */
export function ignoreRequestError(error: unknown, signal: AbortSignal | undefined): void {
  const failure = toRequestError(error, signal)
  if (failure.code === 'internal') throw failure
}
