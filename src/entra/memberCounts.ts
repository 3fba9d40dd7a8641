/** Reads Graph's own counts of the direct members of groups. */
import { missingBatchResponse, type BatchResponse } from './graph/batch.js'
import { ignoreRequestError } from './graph/failures.js'
import { advancedQueryHeaders } from './graph/queries.js'
import type { GraphRequests } from './graph/requests.js'

/**
 * Returns the count of each group by its id; a group without a valid count is omitted. The count comes from an index that
 * may lag, so Graph requires the header of an advanced query (Graph: advanced queries).
 */
export async function countMembers(
  requests: GraphRequests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const responses = await requests
    .getBatch(
      ids.map((id) => `/groups/${id}/members/$count`),
      { headers: advancedQueryHeaders, signal },
    )
    .catch((error: unknown): BatchResponse[] => {
      ignoreRequestError(error, signal)
      return []
    })
  const counts = ids.map((id, index) => [id, parseCount(responses[index] ?? missingBatchResponse)] as const)
  return new Map(counts.flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])))
}

const parseCount = ({ status, json }: BatchResponse): number | undefined =>
  status === 200 && typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined
