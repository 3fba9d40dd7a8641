/** Where Graph's documentation is silent or says two things: what the emulator does; a client has to bear either. */

export interface Undocumented {
  /**
   * How a number stands in a batch, where a `$count` of its own is text/plain; `number` unless said otherwise. "JSON
   * batching" shows JSON bodies only, and is known to encode others as base64 (photos, files). That a count comes as a
   * JSON number is what programs in wide use rely on: CLI for Microsoft 365 compares `response.body === 1` after
   * `/groups/{id}/members/$count` (pnp/cli-microsoft365, group-member-set.ts, 2026-08), CIPP shows the body of
   * `/users/$count` as it comes. OData's own JSON format (4.01) would have a string there.
   */
  batchedCounts: 'number' | 'text' | 'base64'
}

export const undocumentedOf = ({ batchedCounts = 'number' }: Partial<Undocumented>): Undocumented => ({
  batchedCounts,
})
