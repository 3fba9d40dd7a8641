/** Reads the members of many groups: the first pages in batches of twenty groups, further pages one by one. */
import pMap from 'p-map'
import { WritebackError } from '../errors.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { CloudMember } from '../model/member.js'
import { graphResponseError } from './graph/responseErrors.js'
import { graphFailureOf, toRequestError, type GraphFailure } from './graph/failures.js'
import { toCloudMember, memberProperties, type GraphMember } from './mapping.js'
import { missingBatchResponse, type BatchResponse } from './graph/batch.js'
import { retryExpiredListing } from './graph/pages.js'
import type { GraphRequests } from './graph/requests.js'

type MemberRead = CompleteRead<CloudMember> | WritebackError

const concurrentReads = 4

/** Returns the members of each group by its id, or the error of a group that could not be read. */
export async function readMembersOfGroups(
  requests: GraphRequests,
  groups: readonly CloudGroup[],
  canReadHidden: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<Map<string, MemberRead>> {
  const firstPages = await requests.getBatch(
    groups.map(({ id }) => membersUrl(id)),
    { signal },
  )
  const read = async (group: CloudGroup, index: number): Promise<[string, MemberRead]> => [
    group.id,
    await readGroupMembers(
      requests,
      group,
      firstPages[index] ?? missingBatchResponse,
      canReadHidden,
      signal,
    ).catch((error: unknown) => toGroupError(group, error, signal)),
  ]
  return new Map(await pMap(groups, read, { concurrency: concurrentReads }))
}

const membersUrl = (id: string): string => `/groups/${id}/members?$select=${memberProperties}&$top=999`

/**
 * Returns the error of one group. A 403 response concerns this group alone, since other groups may be readable; the caller,
 * who sees all groups, detects that all were denied.
 */
function toGroupError(group: CloudGroup, error: unknown, signal: AbortSignal | undefined): WritebackError {
  const failure = toRequestError(error, signal)
  const denial = graphFailureOf(failure)
  if (!group.hiddenMembership || denial?.status !== 403) return failure
  return hiddenMembershipError(group, `: ${denial.message}`, denial)
}

async function readGroupMembers(
  requests: GraphRequests,
  group: CloudGroup,
  first: BatchResponse,
  canReadHidden: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudMember>> {
  const description = { what: `the members of ${group.displayName}`, code: 'graphIncomplete' } as const
  const readAll = (pages: AsyncIterable<Page<GraphMember>>) =>
    readToEnd(pages, description, (page) => page.map(toCloudMember))
  const read = await retryExpiredListing(
    () => readAll(memberPages(requests, group, first, signal)),
    () => readAll(requests.pages<GraphMember>(membersUrl(group.id), { signal })),
  )
  if (group.hiddenMembership && read.items.length === 0 && !(await canReadHidden())) {
    throw hiddenMembershipError(group, ', and Graph returns no members.')
  }
  return read
}

async function* memberPages(
  requests: GraphRequests,
  { id }: CloudGroup,
  first: BatchResponse,
  signal?: AbortSignal,
): AsyncGenerator<Page<GraphMember>> {
  const body = (first.json ?? {}) as { value?: GraphMember[]; '@odata.nextLink'?: string }
  if (first.status !== 200 || !Array.isArray(body.value))
    throw graphResponseError(`/groups/${id}/members`, first)
  const next = body['@odata.nextLink']
  yield { items: body.value, last: next === undefined }
  if (next !== undefined) yield* requests.pages<GraphMember>(next, { signal })
}

/**
 * Without the permission, Graph returns no members of a group with hidden membership (Graph: list members), or responds
 * with 403.
 */
const hiddenMembershipError = (
  { displayName }: CloudGroup,
  reason: string,
  cause?: GraphFailure,
): WritebackError =>
  new WritebackError('hiddenMembership', `${displayName} hides its membership${reason}`, {
    cause,
    hint: 'Grant the application permission Member.Read.Hidden with admin consent.',
  })
