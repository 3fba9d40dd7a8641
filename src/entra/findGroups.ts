/** Finds groups by object id, mail address or display name, in batches of twenty. */
import type { Problem } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import { readToEnd, type Page } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import { groupNotFound } from '../model/groupNotFound.js'
import { answerError } from './graph/responseErrors.js'
import type { BatchAnswer } from './graph/batch.js'
import { getGroups, selectOf } from './groupsById.js'
import { groupOf, type GraphGroup } from './mapping.js'
import { onePage } from './graph/pages.js'
import { advanced, quoted } from './graph/queries.js'
import type { RequestOptions } from './graph/messages.js'
import type { Requests } from './graph/requests.js'

/** Maps each reference to the one group that it matches, or to a problem. */
export type FoundGroups = Map<string, CloudGroup | Problem>

export async function findGroups(
  requests: Requests,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<FoundGroups> {
  const unique = [...new Set(references)]
  const ids = unique.filter(isObjectId)
  const names = unique.filter((reference) => !isObjectId(reference))
  const byId = new Map((await getGroups(requests, ids, { signal })).map((group) => [group.id, group]))
  const found: FoundGroups = new Map()
  for (const id of ids) {
    const group = byId.get(id.toLowerCase())
    found.set(id, group ? groupOf(group) : groupNotFound(id))
  }
  // Only advanced queries accept values of more than 120 characters.
  for (const isLong of [false, true]) {
    const namesOfLength = names.filter((name) => name.length > 120 === isLong)
    for (const [name, group] of await findByName(requests, namesOfLength, isLong, signal))
      found.set(name, group)
  }
  return found
}

async function findByName(
  requests: Requests,
  names: readonly string[],
  isLong: boolean,
  signal?: AbortSignal,
): Promise<FoundGroups> {
  const urls = names.flatMap((name) =>
    searchedProperties(name).map((property) => searchUrl(property, name, isLong)),
  )
  const options = { signal, ...(isLong && { headers: advanced }) }
  const responses = await requests.batch(urls, options)
  const lists = await Promise.all(
    responses.map((response, index) => readMatches(requests, response, urls[index] ?? '', options)),
  )
  return new Map(names.map((name, index) => [name, chooseGroup(name, lists.slice(2 * index, 2 * index + 2))]))
}

/** The properties to search, in order of precedence. */
const searchedProperties = (name: string): readonly [string, string] =>
  name.includes('@') ? ['mail', 'displayName'] : ['displayName', 'mail']

const searchUrl = (property: string, name: string, isLong: boolean): string =>
  `/groups?${selectOf(false)}&$filter=${encodeURIComponent(`${property} eq ${quoted(name)}`)}${isLong ? '&$count=true' : ''}`

/** Returns the groups in a response. A response with further pages is read again as a listing, to its end. */
async function readMatches(
  requests: Requests,
  response: BatchAnswer,
  url: string,
  options: RequestOptions,
): Promise<readonly CloudGroup[]> {
  const body = response.json as { value?: GraphGroup[]; '@odata.nextLink'?: string } | undefined
  if (response.status !== 200 || !Array.isArray(body?.value)) throw answerError('/groups', response)
  const pages: AsyncIterable<Page<GraphGroup>> =
    body['@odata.nextLink'] === undefined ? onePage(body.value) : requests.pages<GraphGroup>(url, options)
  const description = { what: 'the groups of a name', code: 'graphIncomplete' } as const
  return (await readToEnd(pages, description, (page) => page.map(groupOf))).items
}

function chooseGroup(name: string, lists: ReadonlyArray<readonly CloudGroup[]>): CloudGroup | Problem {
  const groups = lists.find((list) => list.length > 0) ?? []
  const [group, other] = groups
  if (!group) return groupNotFound(name)
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
