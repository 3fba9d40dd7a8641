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
  /**
   * What an app without Member.Read.Hidden gets for a group with hidden membership; `empty` unless said otherwise: 200 and
   * no members. "To list the members of a hidden membership group, the Member.Read.Hidden permission is required"
   * (Microsoft, "List group transitive members") does not say what comes instead.
   */
  hiddenMembership: 'empty' | 'denied'
}

export const undocumentedOf = ({
  batchedCounts = 'number',
  hiddenMembership = 'empty',
}: Partial<Undocumented>): Undocumented => ({ batchedCounts, hiddenMembership })
