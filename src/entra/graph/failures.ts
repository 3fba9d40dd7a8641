/**
 * What Graph answered, as data. Every WritebackError about an answer has a `GraphFailure` as its cause: branch on
 * `graphFailure(error)?.status` or its `graphCode`, never on a message (Graph: "branch on code, never on message").
 */
import type { ErrorCode } from '../../errorCodes.js'
import { asWritebackError, WritebackError } from '../../errors.js'

export class GraphFailure extends Error {
  override readonly name = 'GraphFailure'
  /** The HTTP status. */
  readonly status: number
  /** Graph's own word, such as Request_ResourceNotFound; empty where something else answered. */
  readonly graphCode: string

  constructor(status: number, graphCode: string, message: string) {
    super(message)
    this.status = status
    this.graphCode = graphCode
  }
}

/** What Graph answered where this error is about an answer; undefined where none came. */
export function graphFailure(error: unknown): GraphFailure | undefined {
  const cause = error instanceof WritebackError ? error.cause : error
  return cause instanceof GraphFailure ? cause : undefined
}

/** No other request of the run would end otherwise. */
const runWide: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['graphUnauthorized', 'signInFailed', 'aborted'])

/** What concerns one thing that was asked for; anything that concerns the whole run is thrown on. */
export function ownError(error: unknown, signal: AbortSignal | undefined): WritebackError {
  signal?.throwIfAborted()
  const failure = asWritebackError(error)
  if (runWide.has(failure.code)) throw failure
  return failure
}

/** For what is of use and not needed: where Graph does not give it, the run goes on without. */
export function doWithout(error: unknown, signal: AbortSignal | undefined): void {
  const failure = ownError(error, signal)
  if (failure.code === 'internal') throw failure
}
