/** Members of many groups: first pages twenty groups a request, the rest page by page. */
import pMap from 'p-map'
import { WritebackError } from '../errors.js'
import { readToEnd, type CompleteRead, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import type { CloudMember } from '../model/member.js'
import { answerError } from './graph/responseErrors.js'
import { graphFailure, ownError, type GraphFailure } from './graph/failures.js'
import { memberOf, memberSelect, type GraphMember } from './mapping.js'
import { unanswered, type BatchAnswer } from './graph/batch.js'
import { restarted } from './graph/pages.js'
import type { Requests } from './graph/requests.js'

type MemberRead = CompleteRead<CloudMember> | WritebackError

const groupsAtATime = 4

export async function readMembers(
  requests: Requests,
  groups: readonly CloudGroup[],
  seesHidden: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<Map<string, MemberRead>> {
  const firsts = await requests.batch(
    groups.map(({ id }) => urlOf(id)),
    { signal },
  )
  const read = async (group: CloudGroup, index: number): Promise<[string, MemberRead]> => [
    group.id,
    await readOne(requests, group, firsts[index] ?? unanswered, seesHidden, signal).catch((error: unknown) =>
      groupError(group, error, signal),
    ),
  ]
  return new Map(await pMap(groups, read, { concurrency: groupsAtATime }))
}

const urlOf = (id: string): string => `/groups/${id}/members?$select=${memberSelect}&$top=999`

/** A refusal concerns the group alone: others may be shown. Where all are refused, whoever sees them all says so. */
function groupError(group: CloudGroup, error: unknown, signal: AbortSignal | undefined): WritebackError {
  const failure = ownError(error, signal)
  const refusal = graphFailure(failure)
  if (!group.hiddenMembership || refusal?.status !== 403) return failure
  return hiddenMembers(group, `: ${refusal.message}`, refusal)
}

async function readOne(
  requests: Requests,
  group: CloudGroup,
  first: BatchAnswer,
  seesHidden: () => Promise<boolean>,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudMember>> {
  const description = { what: `the members of ${group.displayName}`, code: 'graphIncomplete' } as const
  const readAll = (pages: AsyncIterable<Page<GraphMember>>) =>
    readToEnd(pages, description, (page) => page.map(memberOf))
  const read = await restarted(
    () => readAll(memberPages(requests, group, first, signal)),
    () => readAll(requests.pages<GraphMember>(urlOf(group.id), { signal })),
  )
  if (group.hiddenMembership && read.items.length === 0 && !(await seesHidden())) {
    throw hiddenMembers(group, ', and shows no members.')
  }
  return read
}

async function* memberPages(
  requests: Requests,
  { id }: CloudGroup,
  first: BatchAnswer,
  signal?: AbortSignal,
): AsyncGenerator<Page<GraphMember>> {
  const body = (first.json ?? {}) as { value?: GraphMember[]; '@odata.nextLink'?: string }
  if (first.status !== 200 || !Array.isArray(body.value)) throw answerError(`/groups/${id}/members`, first)
  const next = body['@odata.nextLink']
  yield { items: body.value, last: next === undefined }
  if (next !== undefined) yield* requests.pages<GraphMember>(next, { signal })
}

/**
 * Without the permission, a group with hidden membership looks as if it had no members (Graph: list members), or is
 * refused.
 */
const hiddenMembers = ({ displayName }: CloudGroup, what: string, cause?: GraphFailure): WritebackError =>
  new WritebackError('hiddenMembership', `${displayName} hides its membership${what}`, {
    cause,
    hint: 'Grant the application permission Member.Read.Hidden with admin consent.',
  })
