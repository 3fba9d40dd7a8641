/** Finds groups by object id, mail address or display name, in batches of twenty. */
import type { Problem } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import { readToEnd, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import { groupNotFoundProblem } from '../model/groupNotFound.js'
import { graphResponseError } from './graph/responseErrors.js'
import type { BatchResponse } from './graph/batch.js'
import { readGroupsById, groupSelectQuery } from './groupsById.js'
import { toCloudGroup, type GraphGroup } from './mapping.js'
import { singlePage } from './graph/pages.js'
import { advancedQueryHeaders, odataString } from './graph/queries.js'
import type { RequestOptions } from './graph/types.js'
import type { GraphRequests } from './graph/requests.js'

/** Maps each reference to the one group that it matches, or to a problem. */
export type FoundGroups = Map<string, CloudGroup | Problem>

export async function findGroups(
  requests: GraphRequests,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<FoundGroups> {
  const unique = [...new Set(references)]
  const ids = unique.filter(isObjectId)
  const names = unique.filter((reference) => !isObjectId(reference))
  const byId = new Map((await readGroupsById(requests, ids, { signal })).map((group) => [group.id, group]))
  const found: FoundGroups = new Map()
  for (const id of ids) {
    const group = byId.get(id.toLowerCase())
    found.set(id, group ? toCloudGroup(group) : groupNotFoundProblem(id))
  }
  // Only advanced queries accept values of more than 120 characters.
  for (const isLong of [false, true]) {
    const namesOfLength = names.filter((name) => name.length > 120 === isLong)
    for (const [name, group] of await findGroupsByName(requests, namesOfLength, isLong, signal))
      found.set(name, group)
  }
  return found
}

async function findGroupsByName(
  requests: GraphRequests,
  names: readonly string[],
  isLong: boolean,
  signal?: AbortSignal,
): Promise<FoundGroups> {
  const urls = names.flatMap((name) =>
    searchedProperties(name).map((property) => searchUrl(property, name, isLong)),
  )
  const options = { signal, ...(isLong && { headers: advancedQueryHeaders }) }
  const responses = await requests.getBatch(urls, options)
  const lists = await Promise.all(
    responses.map((response, index) => readMatches(requests, response, urls[index] ?? '', options)),
  )
  return new Map(names.map((name, index) => [name, chooseGroup(name, lists.slice(2 * index, 2 * index + 2))]))
}

/** The properties to search, in order of precedence. */
const searchedProperties = (name: string): readonly [string, string] =>
  name.includes('@') ? ['mail', 'displayName'] : ['displayName', 'mail']

const searchUrl = (property: string, name: string, isLong: boolean): string =>
  `/groups?${groupSelectQuery(false)}&$filter=${encodeURIComponent(`${property} eq ${odataString(name)}`)}${isLong ? '&$count=true' : ''}`

/** Returns the groups in a response. A response with further pages is read again as a listing, to its end. */
async function readMatches(
  requests: GraphRequests,
  response: BatchResponse,
  url: string,
  options: RequestOptions,
): Promise<readonly CloudGroup[]> {
  const body = response.json as { value?: GraphGroup[]; '@odata.nextLink'?: string } | undefined
  if (response.status !== 200 || !Array.isArray(body?.value)) throw graphResponseError('/groups', response)
  const pages: AsyncIterable<Page<GraphGroup>> =
    body['@odata.nextLink'] === undefined ? singlePage(body.value) : requests.pages<GraphGroup>(url, options)
  const description = { what: 'the groups of a name', code: 'graphIncomplete' } as const
  return (await readToEnd(pages, description, (page) => page.map(toCloudGroup))).items
}

function chooseGroup(name: string, lists: ReadonlyArray<readonly CloudGroup[]>): CloudGroup | Problem {
  const groups = lists.find((list) => list.length > 0) ?? []
  const [group, other] = groups
  if (!group) return groupNotFoundProblem(name)
  return other ? ambiguousReference(name, groups) : group
}

function ambiguousReference(reference: string, groups: readonly CloudGroup[]): Problem {
  const ids = groups.map(({ id }) => id)
  return {
    code: 'groupAmbiguous',
    message: `${ids.length} groups match ${reference}: ${ids.join(', ')}.`,
    hint: 'Use the object id of the group.',
    details: { reference, groups: ids },
  }
}
