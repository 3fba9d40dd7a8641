import { toWritebackError, WritebackError } from '../errors.js'

/**
 * Converts anything thrown into a WritebackError. Once the signal is aborted, every error is a consequence of the
 * cancellation: the result is the signal's own reason, or `aborted`.
 */
export function runErrorFor(error: unknown, signal: AbortSignal | undefined): WritebackError {
  if (!signal?.aborted) return toWritebackError(error)
  if (signal.reason instanceof WritebackError) return signal.reason
  return new WritebackError('aborted', 'The run was cancelled before it was complete.', {
    cause: error,
    hint: 'Run again; the next run continues from there.',
  })
}
