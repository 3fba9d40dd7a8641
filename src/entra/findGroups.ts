/** The groups that people name, all looked up together: twenty a request. */
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
import type { Requests } from './graph/requests.js'

/** By the reference: the one group it means, or why it means none. */
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
  // Longer texts are accepted by advanced queries only.
  for (const isLong of [false, true]) {
    const some = names.filter((name) => name.length > 120 === isLong)
    for (const [name, group] of await findByName(requests, some, isLong, signal)) found.set(name, group)
  }
  return found
}

async function findByName(
  requests: Requests,
  names: readonly string[],
  isLong: boolean,
  signal?: AbortSignal,
): Promise<FoundGroups> {
  const queries = names.flatMap((name) =>
    propertiesFor(name).map((property) => queryOf(property, name, isLong)),
  )
  const options = { signal, ...(isLong && { headers: advanced }) }
  const answers = await requests.batch(queries, options)
  const lists = await Promise.all(
    answers.map((answer, index) => listOf(requests, answer, queries[index] ?? '', options)),
  )
  return new Map(names.map((name, index) => [name, chosen(name, lists.slice(2 * index, 2 * index + 2))]))
}

/** The first of them that some group has decides. */
const propertiesFor = (name: string): readonly [string, string] =>
  name.includes('@') ? ['mail', 'displayName'] : ['displayName', 'mail']

const queryOf = (property: string, name: string, isLong: boolean): string =>
  `/groups?${selectOf(false)}&$filter=${encodeURIComponent(`${property} eq ${quoted(name)}`)}${isLong ? '&$count=true' : ''}`

type Options = Parameters<Requests['batch']>[1]

/** An answer with more pages is read again as a listing, to its end. */
async function listOf(
  requests: Requests,
  answer: BatchAnswer,
  query: string,
  options: Options,
): Promise<readonly CloudGroup[]> {
  const body = answer.json as { value?: GraphGroup[]; '@odata.nextLink'?: string } | undefined
  if (answer.status !== 200 || !Array.isArray(body?.value)) throw answerError('/groups', answer)
  const pages: AsyncIterable<Page<GraphGroup>> =
    body['@odata.nextLink'] === undefined ? onePage(body.value) : requests.pages<GraphGroup>(query, options)
  const description = { what: 'the groups with a name', code: 'graphIncomplete' } as const
  return (await readToEnd(pages, description, (page) => page.map(groupOf))).items
}

function chosen(name: string, lists: ReadonlyArray<readonly CloudGroup[]>): CloudGroup | Problem {
  const groups = lists.find((list) => list.length > 0) ?? []
  const [group, other] = groups
  if (!group) return groupNotFound(name)
  return other ? ambiguous(name, groups) : group
}

function ambiguous(reference: string, groups: readonly CloudGroup[]): Problem {
  const ids = groups.map(({ id }) => id)
  return {
    code: 'groupAmbiguous',
    message: `${ids.length} groups are called ${reference}: ${ids.join(', ')}.`,
    hint: 'Name the one you mean by its object id.',
    details: { reference, groups: ids },
  }
}
