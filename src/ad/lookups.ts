/** Objects that members, nested groups and new groups are looked up as; many in one request. */
import pMap from 'p-map'
import { chunked } from '../model/chunked.js'
import type { AdoptionCandidate } from '../model/directory.js'
import { dnKey, equalDn } from '../model/dn.js'
import type { DesiredGroup } from '../model/group.js'
import type { ResolvedMember } from '../model/member.js'
import { sidBytes } from './binary.js'
import type { Entry } from './connection.js'
import { answeredWith } from './connectionErrors.js'
import type { SearchRequest } from './connectionRequests.js'
import { anchoredIds, groupAttributes, identityOf, placeOf, resolvedOf } from './entries.js'
import { and, equals, or, type Filter } from './filter.js'
import { anchorsOf, identity, isGroup, requestsAtATime, valuesPerFilter } from './managed.js'
import { resultCodes } from './resultCodes.js'
import type { Session } from './session.js'

/** All entries that match one of the values, in as few requests as filters of a decent size allow. */
async function findAll<V>(
  session: Session,
  values: readonly V[],
  search: Omit<SearchRequest, 'filter'>,
  filterOf: (values: readonly V[]) => Filter,
): Promise<Entry[]> {
  const connection = await session.connection()
  const find = async (some: readonly V[]) => {
    const entries: Entry[] = []
    for await (const { items } of connection.search({ ...search, filter: filterOf(some) }))
      entries.push(...items)
    return entries
  }
  return (await pMap(chunked(values, valuesPerFilter), find, { concurrency: requestsAtATime })).flat()
}

export async function resolveMembers(
  session: Session,
  domain: string,
  sids: readonly string[],
): Promise<Map<string, ResolvedMember>> {
  const known = sids.flatMap((sid) => sidBytes(sid) ?? [])
  if (known.length === 0) return new Map()
  const search = { base: domain, scope: 'sub', attributes: [...identity, 'groupType'] } as const
  const bySid = (some: readonly Buffer[]) => or(...some.map((sid) => equals('objectSid', sid)))
  const entries = await findAll(session, known, search, bySid)
  return new Map(entries.map(resolvedOf).map((member) => [member.sid, member]))
}

export async function findWritten(
  session: Session,
  container: string,
  groupIds: readonly string[],
): Promise<Array<ResolvedMember & { groupId: string }>> {
  if (groupIds.length === 0) return []
  const attributes = [...identity, ...groupAttributes]
  const search = { base: container, scope: 'sub', attributes } as const
  const entries = await findAll(session, groupIds, search, (some) => and(isGroup, anchorsOf(some)))
  return entries.flatMap((entry) => anchoredIds(entry).map((groupId) => ({ groupId, ...resolvedOf(entry) })))
}

type Wanted = DesiredGroup & { onPremisesSid?: string }

/** The anchor and the old SID anywhere in the domain, the name in the container it is for. */
export async function findAdoptionCandidates(
  session: Session,
  domain: string,
  groups: readonly Wanted[],
): Promise<AdoptionCandidate[]> {
  if (groups.length === 0) return []
  const attributes = [...identity, ...groupAttributes]
  const sidOf = ({ onPremisesSid = '' }: Wanted) => sidBytes(onPremisesSid)
  const ours = (some: readonly Wanted[]) =>
    or(
      anchorsOf(some.map(({ id }) => id)),
      ...some.flatMap(sidOf).flatMap((sid) => (sid ? [equals('objectSid', sid)] : [])),
    )
  const related = await findAll(session, groups, { base: domain, scope: 'sub', attributes }, ours)
  const anchored = new Map(related.flatMap((entry) => anchoredIds(entry).map((id) => [id, entry])))
  // An anchor can stand on anything; what has no SID was synced from nowhere.
  const bySid = new Map(related.filter(hasSid).map((entry) => [identityOf(entry).sid, entry]))
  const { named, missing } = await findNames(session, groups)
  return groups.flatMap((group): AdoptionCandidate[] => {
    const candidate = (match: AdoptionCandidate['match'], { guid, dn }: { guid?: string; dn: string }) => [
      { groupId: group.id, match, ...(guid !== undefined && { guid }), dn },
    ]
    const byAnchor = anchored.get(group.id)
    if (byAnchor) return candidate('anchor', placeOf(byAnchor))
    const origin = bySid.get(group.onPremisesSid ?? '')
    if (origin) return candidate('sid', placeOf(origin))
    if (missing.has(group.container)) return candidate('noContainer', { dn: group.container })
    const holder = named.get(dnKey(group.dn) ?? '')
    return holder ? candidate('name', holder) : []
  })
}

const hasSid = ({ attributes }: Entry): boolean => attributes.has('objectsid')

/** Whatever stands under a name; it may be no group and have no SID. A container that is gone concerns its groups alone. */
async function findNames(session: Session, groups: readonly Wanted[]) {
  const named = new Map<string, { guid: string; dn: string }>()
  const missing = new Set<string>()
  for (const container of new Set(groups.map((group) => group.container))) {
    const here = groups.filter((group) => equalDn(group.container, container)).map(({ name }) => name)
    const search = { base: container, scope: 'one', attributes: ['objectGUID'] } as const
    try {
      const entries = await findAll(session, here, search, (some) =>
        or(...some.map((name) => equals('cn', name))),
      )
      for (const entry of entries) named.set(dnKey(entry.dn) ?? '', placeOf(entry))
    } catch (error) {
      if (!answeredWith(error, resultCodes.noSuchObject)) throw error
      missing.add(container)
    }
  }
  return { named, missing }
}
