/** Reads Graph's own counts of the direct members of groups. */
import { unanswered, type BatchAnswer } from './graph/batch.js'
import { doWithout } from './graph/failures.js'
import { advanced } from './graph/queries.js'
import type { Requests } from './graph/requests.js'

/**
 * Returns the count of each group by its id; a group without a valid count is omitted. The count comes from an index that
 * may lag, so Graph requires the header of an advanced query (Graph: advanced queries).
 */
export async function countMembers(
  requests: Requests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const responses = await requests
    .batch(
      ids.map((id) => `/groups/${id}/members/$count`),
      { headers: advanced, signal },
    )
    .catch((error: unknown): BatchAnswer[] => {
      doWithout(error, signal)
      return []
    })
  const counts = ids.map((id, index) => [id, parseCount(responses[index] ?? unanswered)] as const)
  return new Map(counts.flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])))
}

const parseCount = ({ status, json }: BatchAnswer): number | undefined =>
  status === 200 && typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined
