/** How many direct members groups have, by Graph's own count. */
import { unanswered, type BatchAnswer } from './graph/batch.js'
import { doWithout } from './graph/failures.js'
import { advanced } from './graph/queries.js'
import type { Requests } from './graph/requests.js'

/** The count comes from an index, and only for those who accept that it may be behind (Graph: advanced queries). */
export async function countMembers(
  requests: Requests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, number>> {
  const answers = await requests
    .batch(
      ids.map((id) => `/groups/${id}/members/$count`),
      { headers: advanced, signal },
    )
    .catch((error: unknown): BatchAnswer[] => {
      doWithout(error, signal)
      return []
    })
  const counts = ids.map((id, index) => [id, countIn(answers[index] ?? unanswered)] as const)
  return new Map(counts.flatMap(([id, count]) => (count === undefined ? [] : [[id, count]])))
}

const countIn = ({ status, json }: BatchAnswer): number | undefined =>
  status === 200 && typeof json === 'number' && Number.isSafeInteger(json) && json >= 0 ? json : undefined
