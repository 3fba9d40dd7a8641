/** Groups by their ids, twenty a request. */
import { answerError, isNotThere } from './graph/responseErrors.js'
import type { BatchAnswer } from './graph/batch.js'
import { groupSelect, type GraphGroup } from './mapping.js'
import type { RequestOptions } from './graph/messages.js'
import type { Requests } from './graph/requests.js'

/** Only beta has writebackConfiguration. */
export const selectOf = (beta: boolean): string =>
  `$select=${groupSelect}${beta ? ',writebackConfiguration' : ''}`

/** One that is not there is left out; any other failure is an error, since nothing may be concluded from it. */
export async function getGroups(
  requests: Requests,
  ids: readonly string[],
  options: RequestOptions,
): Promise<GraphGroup[]> {
  const select = selectOf(options.beta ?? false)
  const answers = await requests.batch(
    ids.map((id) => `/groups/${id}?${select}`),
    options,
  )
  return answers.flatMap(found)
}

function found(answer: BatchAnswer): GraphGroup[] {
  const { status, json } = answer
  if (status === 200 && typeof (json as Partial<GraphGroup> | undefined)?.id === 'string')
    return [json as GraphGroup]
  if (isNotThere(answer)) return []
  throw answerError('/groups/{id}', answer)
}
