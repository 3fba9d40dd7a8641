/** A cloud in memory: what the engine needs of Entra, and nothing more. */
import { WritebackError } from '../../src/errors.js'
import { isObjectId } from '../../src/model/anchor.js'
import { readToEnd, type CompleteRead } from '../../src/model/completeRead.js'
import type { CloudGroup } from '../../src/model/group.js'
import type { CloudMember } from '../../src/model/member.js'
import type { GroupSource } from '../../src/engine/ports.js'

export interface MemoryCloud {
  groups: Map<string, CloudGroup>
  members: Map<string, CloudMember[]>
  /** Errors to answer with instead of a group's members. */
  broken: Map<string, WritebackError>
  /** What a filter matches. */
  filters: Map<string, (group: CloudGroup) => boolean>
}

export const emptyCloud = (): MemoryCloud => ({
  groups: new Map(),
  members: new Map(),
  broken: new Map(),
  filters: new Map(),
})

export const complete = <T>(items: readonly T[]): Promise<CompleteRead<T>> =>
  readToEnd(pagesOf(items), { what: 'memory', code: 'graphIncomplete' }, (page) => page)

async function* pagesOf<T>(items: readonly T[]) {
  yield { items, last: true }
}

export function memorySource(cloud: MemoryCloud): GroupSource {
  let requests = 0
  const all = (ids?: readonly string[]) =>
    ids ? ids.flatMap((id) => cloud.groups.get(id) ?? []) : [...cloud.groups.values()]
  return {
    async readGroups(scope, ids) {
      requests++
      const matches = typeof scope === 'object' ? cloud.filters.get(scope.filter) : () => true
      if (!matches) throw new WritebackError('filterRefused', 'Graph refused the filter.')
      return complete(all(ids).filter(matches))
    },
    confirm: (ids) => complete(all(ids)),
    async findGroup(reference) {
      const found = [...cloud.groups.values()].filter(({ id, mail, displayName }) =>
        isObjectId(reference) ? id === reference : mail === reference || displayName === reference,
      )
      const [group, other] = found
      if (!group) throw new WritebackError('groupNotFound', `No group is called ${reference}.`)
      if (other) throw new WritebackError('groupAmbiguous', `${found.length} groups are called ${reference}.`)
      return group
    },
    async readMembers(groups) {
      requests++
      const reads = groups.map(async ({ id }) => {
        return [id, cloud.broken.get(id) ?? (await complete(cloud.members.get(id) ?? []))] as const
      })
      return new Map(await Promise.all(reads))
    },
    check: async () => ({
      checks: [{ name: 'memory', status: 'ok', message: 'The cloud is in memory.' }],
      problems: [],
    }),
    requests: () => requests,
  }
}
