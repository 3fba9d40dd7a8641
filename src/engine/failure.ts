import { asWritebackError, WritebackError } from '../errors.js'

/** What was thrown, as ours; whatever a stopped run throws on its way out is the stop itself. */
export function failureOf(error: unknown, signal: AbortSignal | undefined): WritebackError {
  if (!signal?.aborted) return asWritebackError(error)
  if (signal.reason instanceof WritebackError) return signal.reason
  return new WritebackError('aborted', 'The run was stopped before it was done.', {
    cause: error,
    hint: 'Run again; it goes on where this one ended.',
  })
}
