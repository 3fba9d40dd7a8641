/** Reads groups by their ids, in batches of twenty. */
import { graphResponseError, isObjectNotFound } from './graph/responseErrors.js'
import type { BatchResponse } from './graph/batch.js'
import { groupProperties, type GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/types.js'
import type { GraphRequests } from './graph/requests.js'

/** The `$select` of a group query; only beta has `writebackConfiguration`. */
export const groupSelectQuery = (beta: boolean): string =>
  `$select=${groupProperties}${beta ? ',writebackConfiguration' : ''}`

/**
 * Returns the groups that exist; a group that Graph does not know is omitted.
 * @throws WritebackError for any other failure, since it proves nothing about the group
 */
export async function readGroupsById(
  requests: GraphRequests,
  ids: readonly string[],
  options: RequestOptions,
): Promise<GraphGroup[]> {
  const select = groupSelectQuery(options.beta ?? false)
  const responses = await requests.getBatch(
    ids.map((id) => `/groups/${id}?${select}`),
    options,
  )
  return responses.flatMap(groupInResponse)
}

function groupInResponse(response: BatchResponse): GraphGroup[] {
  const { status, json } = response
  if (status === 200 && typeof (json as Partial<GraphGroup> | undefined)?.id === 'string')
    return [json as GraphGroup]
  if (isObjectNotFound(response)) return []
  throw graphResponseError('/groups/{id}', response)
}
