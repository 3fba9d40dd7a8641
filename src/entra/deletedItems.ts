/** What Entra keeps for 30 days after it was deleted. */
import { unanswered } from './graph/batch.js'
import { doWithout } from './graph/failures.js'
import { sidOf } from './mapping.js'
import type { Requests } from './graph/requests.js'

/**
 * Which of these groups rest among the deleted items. Reading those takes a permission of its own, and groups of some
 * kinds never come there: any other answer says nothing about anybody.
 */
export async function deletedAmong(
  requests: Requests,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const answers = await requests.batch(
    ids.map((id) => `/directory/deletedItems/${id}?$select=id`),
    { signal },
  )
  return ids.filter((id, index) => {
    const { status, json } = answers[index] ?? unanswered
    const found = (json as { id?: unknown } | null | undefined)?.id
    return status === 200 && typeof found === 'string' && found.toLowerCase() === id.toLowerCase()
  })
}

/** A recycle bin of 50,000 users: what lies behind would only name more causes. */
const pagesAtMost = 50

const usersUrl =
  '/directory/deletedItems/microsoft.graph.user?$select=id,onPremisesSecurityIdentifier&$top=999'

/** The SIDs of soft-deleted users, as far as they can be read. */
export async function readDeletedUsers(requests: Requests, signal?: AbortSignal): Promise<Set<string>> {
  const sids = new Set<string>()
  let pages = 0
  try {
    for await (const { items } of requests.pages<DeletedUser | null>(usersUrl, { signal })) {
      for (const user of items) {
        const sid = user?.onPremisesSecurityIdentifier
        if (typeof sid === 'string' && sid !== '') sids.add(sidOf(sid))
      }
      if (++pages === pagesAtMost) break
    }
  } catch (error) {
    doWithout(error, signal)
  }
  return sids
}

interface DeletedUser {
  onPremisesSecurityIdentifier?: unknown
}
