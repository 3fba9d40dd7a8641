/** Reads deleted groups and users, which Entra keeps for 30 days. */
import { missingBatchResponse } from './graph/batch.js'
import { ignoreRequestError } from './graph/failures.js'
import { normalizeSid } from './mapping.js'
import type { GraphRequests } from './graph/requests.js'

/**
 * Returns those of these groups that are among the deleted items. Any response without the group proves nothing, since
 * reading deleted items needs an additional permission and groups of some kinds are never kept there.
 */
export async function findDeletedGroups(
  requests: GraphRequests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const responses = await requests.getBatch(
    ids.map((id) => `/directory/deletedItems/${id}?$select=id`),
    { signal },
  )
  return ids.filter((id, index) => {
    const { status, json } = responses[index] ?? missingBatchResponse
    const found = (json as { id?: unknown } | null | undefined)?.id
    return status === 200 && typeof found === 'string' && found.toLowerCase() === id.toLowerCase()
  })
}

/** Limits the read to about 50,000 users; the rest would only explain more members that are not written. */
const maxPages = 50

const deletedUsersUrl =
  '/directory/deletedItems/microsoft.graph.user?$select=id,onPremisesSecurityIdentifier&$top=999'

/** Returns the SIDs of soft-deleted users, as far as they can be read. */
export async function readDeletedUsers(requests: GraphRequests, signal?: AbortSignal): Promise<Set<string>> {
  const sids = new Set<string>()
  let pages = 0
  try {
    for await (const { items } of requests.pages<DeletedUser | null>(deletedUsersUrl, { signal })) {
      for (const user of items) {
        const sid = user?.onPremisesSecurityIdentifier
        if (typeof sid === 'string' && sid !== '') sids.add(normalizeSid(sid))
      }
      if (++pages === maxPages) break
    }
  } catch (error) {
    ignoreRequestError(error, signal)
  }
  return sids
}

interface DeletedUser {
  onPremisesSecurityIdentifier?: unknown
}
