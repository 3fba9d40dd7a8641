/** Entra ID in memory: the port GroupSource over plain maps. */
import { WritebackError, type Problem } from '../../src/errors.js'
import { isObjectId } from '../../src/model/anchor.js'
import { readToEnd, type CompleteRead } from '../../src/model/completeRead.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { GroupLocation } from '../../src/model/location.js'
import type { CloudMember } from '../../src/model/member.js'
import { isWritebackEnabled, type ScopeSetting } from '../../src/model/scope.js'
import type { GroupSource } from '../../src/engine/ports.js'

export interface MemoryCloud {
  groups: Map<string, CloudGroup>
  members: Map<string, CloudMember[]>
  /** Ids of deleted groups; ignored for ids in `groups`. */
  deleted: Set<string>
  /** Ids of groups that a listing lacks, but that are found by id. */
  hiddenFromListing: Set<string>
  /** Ids of groups that neither a listing nor a lookup by id finds. */
  missing: Set<string>
  /** Errors that replace a group's members and their count. */
  broken: Map<string, WritebackError>
  /** Members to list instead of the real ones, which are still counted. */
  shortMembers: Map<string, CloudMember[]>
  /** Counts to return instead of the number of real members. */
  counts: Map<string, number>
  deletedUserSids: Set<string>
  /** The groups that each filter matches. */
  filters: Map<string, (group: CloudGroup) => boolean>
}

export const emptyCloud = (): MemoryCloud => ({
  groups: new Map(),
  members: new Map(),
  deleted: new Set(),
  hiddenFromListing: new Set(),
  missing: new Set(),
  broken: new Map(),
  shortMembers: new Map(),
  counts: new Map(),
  deletedUserSids: new Set(),
  filters: new Map(),
})

export const completeReadOf = <T>(items: readonly T[]): Promise<CompleteRead<T>> =>
  readToEnd(pagesOf(items), { what: 'memory', code: 'graphIncomplete' }, (page) => page)

async function* pagesOf<T>(items: readonly T[]) {
  yield { items, last: true }
}

export function memorySource(cloud: MemoryCloud): GroupSource {
  let requests = 0
  return {
    async readGroups(scope, ids) {
      requests++
      // As in Entra, scope `entra` lists every group, each with its writebackConfiguration.
      const matches = scope === 'entra' ? () => true : criterionOf(cloud, scope)
      const groups = ids ? ids.flatMap((id) => findById(cloud, id) ?? []) : listedGroups(cloud)
      return completeReadOf(groups.filter(matches).map((group) => asReadIn(scope, group)))
    },
    async locateGroups(scope, ids) {
      requests++
      const matches = criterionOf(cloud, scope)
      return completeReadOf(ids.map((id) => locateGroup(cloud, id, matches, scope)))
    },
    async findGroups(references) {
      requests++
      return new Map(references.map((reference) => [reference, resolveReference(cloud, reference)]))
    },
    async readMembers(groups) {
      requests++
      const reads = groups.map(async ({ id }) => {
        const members = cloud.shortMembers.get(id) ?? cloud.members.get(id) ?? []
        return [id, cloud.broken.get(id) ?? (await completeReadOf(members))] as const
      })
      return new Map(await Promise.all(reads))
    },
    async countMembers(ids) {
      requests++
      return new Map(ids.flatMap((id) => countOf(cloud, id).map((count) => [id, count])))
    },
    async readDeletedUsers() {
      requests++
      return new Set(cloud.deletedUserSids)
    },
    check: async () => ({
      checks: [{ name: 'memory', status: 'ok', message: 'The cloud is in memory.' }],
      problems: [],
    }),
    requestCount: () => requests,
  }
}

type ListedScope = Exclude<ScopeSetting, 'selected'>
type Criterion = (group: CloudGroup) => boolean

function criterionOf({ filters }: MemoryCloud, scope: ListedScope): Criterion {
  if (scope === 'all') return () => true
  if (scope === 'entra') return isWritebackEnabled
  const matches = filters.get(scope.filter)
  if (!matches) throw new WritebackError('filterRefused', 'Graph refused the filter.')
  return matches
}

const findById = ({ groups, missing }: MemoryCloud, id: string): CloudGroup | undefined =>
  missing.has(id) ? undefined : groups.get(id)

function resolveReference({ groups }: MemoryCloud, reference: string): CloudGroup | Problem {
  const found = [...groups.values()].filter(({ id, mail, displayName }) =>
    isObjectId(reference) ? id === reference : mail === reference || displayName === reference,
  )
  const [group, other] = found
  if (!group)
    return { code: 'groupNotFound', message: `No group is called ${reference}.`, details: { reference } }
  const ids = found.map(({ id }) => id)
  const message = `${found.length} groups are called ${reference}.`
  if (other) return { code: 'groupAmbiguous', message, details: { reference, groups: ids } }
  return asReadIn('all', group)
}

const listedGroups = ({ groups, missing, hiddenFromListing }: MemoryCloud): CloudGroup[] =>
  [...groups.values()].filter(({ id }) => !missing.has(id) && !hiddenFromListing.has(id))

/** The writebackConfiguration is read in scope `entra` alone. */
const asReadIn = (scope: ListedScope, { writeback, ...group }: CloudGroup): CloudGroup =>
  scope === 'entra' && writeback ? { ...group, writeback } : group

function locateGroup(cloud: MemoryCloud, id: string, matches: Criterion, scope: ListedScope): GroupLocation {
  const group = findById(cloud, id)
  if (group) {
    return { id, status: matches(group) ? 'inScope' : 'outOfScope', group: asReadIn(scope, group) }
  }
  return { id, status: cloud.deleted.has(id) ? 'deleted' : 'missing' }
}

/** An array with the count, or empty if there is none. */
function countOf(cloud: MemoryCloud, id: string): number[] {
  const count = cloud.counts.get(id)
  if (count !== undefined) return [count]
  if (cloud.broken.has(id) || !findById(cloud, id)) return []
  return [cloud.members.get(id)?.length ?? 0]
}
