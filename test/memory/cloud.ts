/** A cloud in memory: what the engine needs of Entra, and nothing more. */
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
  /** Groups among the deleted ones, where they are not among the groups. */
  deleted: Set<string>
  /** Groups that a listing does not have; by their id they are found. */
  hiddenFromListing: Set<string>
  /** Groups that are not found by their id either. */
  missing: Set<string>
  /** Errors to answer with instead of a group's members, or their count. */
  broken: Map<string, WritebackError>
  /** What is listed as a group's members, while its real ones are counted. */
  shortMembers: Map<string, CloudMember[]>
  /** What is counted instead of the real members. */
  counts: Map<string, number>
  deletedUserSids: Set<string>
  /** What a filter matches. */
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

export const complete = <T>(items: readonly T[]): Promise<CompleteRead<T>> =>
  readToEnd(pagesOf(items), { what: 'memory', code: 'graphIncomplete' }, (page) => page)

async function* pagesOf<T>(items: readonly T[]) {
  yield { items, last: true }
}

export function memorySource(cloud: MemoryCloud): GroupSource {
  let requests = 0
  return {
    async readGroups(scope, ids) {
      requests++
      // As in Entra, scope `entra` lists every group with what it says about itself.
      const matches = scope === 'entra' ? () => true : criterionOf(cloud, scope)
      const groups = ids ? ids.flatMap((id) => byId(cloud, id) ?? []) : listed(cloud)
      return complete(groups.filter(matches).map((group) => shownIn(scope, group)))
    },
    async locateGroups(scope, ids) {
      requests++
      const matches = criterionOf(cloud, scope)
      return complete(ids.map((id) => locate(cloud, id, matches, scope)))
    },
    async findGroups(references) {
      requests++
      return new Map(references.map((reference) => [reference, meant(cloud, reference)]))
    },
    async readMembers(groups) {
      requests++
      const reads = groups.map(async ({ id }) => {
        const members = cloud.shortMembers.get(id) ?? cloud.members.get(id) ?? []
        return [id, cloud.broken.get(id) ?? (await complete(members))] as const
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
    requests: () => requests,
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

const byId = ({ groups, missing }: MemoryCloud, id: string): CloudGroup | undefined =>
  missing.has(id) ? undefined : groups.get(id)

function meant({ groups }: MemoryCloud, reference: string): CloudGroup | Problem {
  const found = [...groups.values()].filter(({ id, mail, displayName }) =>
    isObjectId(reference) ? id === reference : mail === reference || displayName === reference,
  )
  const [group, other] = found
  if (!group)
    return { code: 'groupNotFound', message: `No group is called ${reference}.`, details: { reference } }
  const ids = found.map(({ id }) => id)
  const message = `${found.length} groups are called ${reference}.`
  if (other) return { code: 'groupAmbiguous', message, details: { reference, groups: ids } }
  return shownIn('all', group)
}

const listed = ({ groups, missing, hiddenFromListing }: MemoryCloud): CloudGroup[] =>
  [...groups.values()].filter(({ id }) => !missing.has(id) && !hiddenFromListing.has(id))

/** What a group says about writing back is asked for in scope `entra` alone. */
const shownIn = (scope: ListedScope, { writeback, ...group }: CloudGroup): CloudGroup =>
  scope === 'entra' && writeback ? { ...group, writeback } : group

function locate(cloud: MemoryCloud, id: string, matches: Criterion, scope: ListedScope): GroupLocation {
  const group = byId(cloud, id)
  if (group) {
    return { id, place: matches(group) ? 'inScope' : 'outOfScope', group: shownIn(scope, group) }
  }
  return { id, place: cloud.deleted.has(id) ? 'deleted' : 'missing' }
}

/** None, or one. */
function countOf(cloud: MemoryCloud, id: string): number[] {
  const set = cloud.counts.get(id)
  if (set !== undefined) return [set]
  if (cloud.broken.has(id) || !byId(cloud, id)) return []
  return [cloud.members.get(id)?.length ?? 0]
}
