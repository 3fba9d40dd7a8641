/** Reads deleted groups and users, which Entra keeps for 30 days. */
import { unanswered } from './graph/batch.js'
import { doWithout } from './graph/failures.js'
import { sidOf } from './mapping.js'
import type { Requests } from './graph/requests.js'

/**
 * Returns those of these groups that are among the deleted items. Any response without the group proves nothing, since
 * reading deleted items needs an additional permission and groups of some kinds are never kept there.
 */
export async function deletedAmong(
  requests: Requests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const responses = await requests.batch(
    ids.map((id) => `/directory/deletedItems/${id}?$select=id`),
    { signal },
  )
  return ids.filter((id, index) => {
    const { status, json } = responses[index] ?? unanswered
    const found = (json as { id?: unknown } | null | undefined)?.id
    return status === 200 && typeof found === 'string' && found.toLowerCase() === id.toLowerCase()
  })
}

/** Limits the read to about 50,000 users; the rest would only explain more members that are not written. */
const maxPages = 50

const deletedUsersUrl =
  '/directory/deletedItems/microsoft.graph.user?$select=id,onPremisesSecurityIdentifier&$top=999'

/** Returns the SIDs of soft-deleted users, as far as they can be read. */
export async function readDeletedUsers(requests: Requests, signal?: AbortSignal): Promise<Set<string>> {
  const sids = new Set<string>()
  let pages = 0
  try {
    for await (const { items } of requests.pages<DeletedUser | null>(deletedUsersUrl, { signal })) {
      for (const user of items) {
        const sid = user?.onPremisesSecurityIdentifier
        if (typeof sid === 'string' && sid !== '') sids.add(sidOf(sid))
      }
      if (++pages === maxPages) break
    }
  } catch (error) {
    doWithout(error, signal)
  }
  return sids
}

interface DeletedUser {
  onPremisesSecurityIdentifier?: unknown
}
