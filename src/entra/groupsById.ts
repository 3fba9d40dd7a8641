/** Reads groups by their ids, in batches of twenty. */
import { answerError, isNotThere } from './graph/responseErrors.js'
import type { BatchAnswer } from './graph/batch.js'
import { groupSelect, type GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/messages.js'
import type { Requests } from './graph/requests.js'

/** The `$select` of a group query; only beta has `writebackConfiguration`. */
export const selectOf = (beta: boolean): string =>
  `$select=${groupSelect}${beta ? ',writebackConfiguration' : ''}`

/**
 * Returns the groups that exist; a group that Graph does not know is omitted.
 * @throws WritebackError for any other failure, since it proves nothing about the group
 */
export async function getGroups(
  requests: Requests,
  ids: readonly string[],
  options: RequestOptions,
): Promise<GraphGroup[]> {
  const select = selectOf(options.beta ?? false)
  const responses = await requests.batch(
    ids.map((id) => `/groups/${id}?${select}`),
    options,
  )
  return responses.flatMap(groupInResponse)
}

function groupInResponse(response: BatchAnswer): GraphGroup[] {
  const { status, json } = response
  if (status === 200 && typeof (json as Partial<GraphGroup> | undefined)?.id === 'string')
    return [json as GraphGroup]
  if (isNotThere(response)) return []
  throw answerError('/groups/{id}', response)
}
