/**
 * Behaviour for which Graph's documentation is silent or contradictory; a client must support every variant.
 */

export interface Undocumented {
  /**
   * Form of a number in a batch response, whose own response to `$count` is text/plain; `number` by default.
   * "JSON batching" shows JSON bodies only, and Graph is known to encode others as base64 (photos, files).
   * Widely used programs rely on a JSON number: CLI for Microsoft 365 compares `response.body === 1` after
   * `/groups/{id}/members/$count` (pnp/cli-microsoft365, group-member-set.ts, 2026-08), CIPP shows the body
   * of `/users/$count` as it is. OData's own JSON format (4.01) would use a string.
   */
  batchedCounts: 'number' | 'text' | 'base64'
  /**
   * Response to an app without Member.Read.Hidden for a group with hidden membership; `empty` by default: 200
   * and no members. "To list the members of a hidden membership group, the Member.Read.Hidden permission is
   * required" (Microsoft, "List group transitive members") does not specify the response.
   */
  hiddenMembership: 'empty' | 'denied'
}

export const undocumentedOf = ({
  batchedCounts = 'number',
  hiddenMembership = 'empty',
}: Partial<Undocumented>): Undocumented => ({ batchedCounts, hiddenMembership })
