/** The one group that a person means. */
import { WritebackError } from '../errors.js'
import { isObjectId } from '../model/anchor.js'
import { readToEnd } from '../model/completeRead.js'
import type { CloudGroup } from '../model/group.js'
import { getGroups, selectOf } from './groupsById.js'
import { groupOf, type GraphGroup } from './mapping.js'
import { advanced, quoted } from './queries.js'
import type { Requests } from './requests.js'

export async function findGroup(
  requests: Requests,
  reference: string,
  signal?: AbortSignal,
): Promise<CloudGroup> {
  if (isObjectId(reference)) {
    const [group] = await getGroups(requests, [reference], { signal })
    if (group) return groupOf(group)
    throw notFound(reference)
  }
  // Longer texts are taken by advanced queries only.
  const isLong = reference.length > 120
  const properties = reference.includes('@') ? ['mail', 'displayName'] : ['displayName', 'mail']
  for (const property of properties) {
    const filter = encodeURIComponent(`${property} eq ${quoted(reference)}`)
    const url = `/groups?${selectOf(false)}&$filter=${filter}`
    const pages = isLong
      ? requests.pages<GraphGroup>(`${url}&$count=true`, { signal, headers: advanced })
      : requests.pages<GraphGroup>(url, { signal })
    const description = { what: `the groups called ${reference}`, code: 'graphIncomplete' } as const
    const { items } = await readToEnd(pages, description, (page) => page.map(groupOf))
    const [group, other] = items
    if (group && other) throw ambiguous(reference, items)
    if (group) return group
  }
  throw notFound(reference)
}

const notFound = (reference: string): WritebackError =>
  new WritebackError('groupNotFound', `There is no group ${reference} in Entra.`, {
    hint: 'Name it by its object id, mail address or exact display name.',
  })

const ambiguous = (reference: string, groups: readonly CloudGroup[]): WritebackError =>
  new WritebackError(
    'groupAmbiguous',
    `${groups.length} groups are called ${reference}: ${groups.map(({ id }) => id).join(', ')}.`,
    {
      hint: 'Name the one you mean by its object id.',
    },
  )
