import { isPowerfulGroupSid } from '../../src/ad/protection.js'
import type { GroupTarget } from '../../src/engine/ports.js'
import type { ResolvedMember } from '../../src/model/member.js'
import { equalDn } from '../../src/model/dn.js'
import { completeReadOf } from './cloud.js'
import {
  anchorsOf,
  dnOf,
  managedObjects,
  objectAt,
  parentsOf,
  toDirectoryGroup,
  type MemoryDirectory,
  type MemoryObject,
} from './directory.js'
import { locateObject } from './locateObject.js'
import { applyChangeTo } from './targetWrites.js'

const resolvedMember = (object: MemoryObject): ResolvedMember => ({
  guid: object.guid,
  sid: object.sid,
  dn: dnOf(object),
  kind: object.kind,
  system: object.system,
  domainLocal: (Number(object.attributes['groupType']?.[0] ?? 0) & 4) !== 0,
})

/** A small `pageSize` by default, so that tests read several pages. */
export function memoryTarget(directory: MemoryDirectory, pageSize = 3): GroupTarget {
  let requests = 0
  const objectsOf = (guids: readonly string[]) => guids.flatMap((guid) => directory.objects.get(guid) ?? [])
  const guidsOf = (objects: readonly MemoryObject[]) => new Set(objects.map(({ guid }) => guid))
  return {
    readFacts: async () => directory.facts,
    currentController: async () => ({ url: `ldaps://${directory.host}`, host: directory.host }),
    async readManagedGroups(which, map) {
      const groups = managedObjects(directory).filter(
        (o) => which === 'all' || anchorsOf(o).some((id) => which.includes(id)),
      )
      const kept = []
      for (let start = 0; start < groups.length; start += pageSize) {
        requests++
        const page = groups
          .slice(start, start + pageSize)
          .map((object) => toDirectoryGroup(directory, object))
        kept.push(...(await map(await Promise.all(page))))
      }
      return completeReadOf(kept)
    },
    hasContainer: async (dn) => directory.containers.some((container) => equalDn(container, dn)),
    async findAdoptionCandidates(groups) {
      const objects = [...directory.objects.values()]
      return groups.flatMap(({ id, dn, onPremisesSid }) => {
        const anchored = objects.find((object) => object.isGroup && anchorsOf(object).includes(id))
        const named = objectAt(directory, dn)
        const sameSid = objects.find(({ sid }) => sid === onPremisesSid)
        const found = anchored ?? sameSid ?? named
        if (!found) return []
        const match = found === anchored ? 'anchor' : found === sameSid ? 'sid' : 'name'
        return [{ groupId: id, match, guid: found.guid, dn: dnOf(found) } as const]
      })
    },
    async findWrittenObjects(ids) {
      return managedObjects(directory).flatMap((object) =>
        anchorsOf(object)
          .filter((groupId) => ids.includes(groupId))
          .map((groupId) => ({ groupId, ...resolvedMember(object) })),
      )
    },
    async resolveMembers(sids) {
      const wanted = new Set(sids)
      const found = [...directory.objects.values()].filter(({ sid }) => wanted.has(sid))
      return new Map(found.map((object) => [object.sid, resolvedMember(object)]))
    },
    readDisabledAccounts: async (guids) =>
      guidsOf(objectsOf(guids).filter(({ disabled }) => disabled === true)),
    readEmptyGroups: async (guids) =>
      guidsOf(
        objectsOf(guids).filter(
          ({ isGroup, members, unreadable }) => isGroup && members.size === 0 && !unreadable,
        ),
      ),
    async findProtectedParents(guids) {
      const found = guids.map((guid) => [guid, protectedPaths(directory, guid)] as const)
      return new Map(found.filter(([, paths]) => paths.length > 0))
    },
    async readOrigins(guids) {
      return new Map(
        objectsOf(guids).map(({ guid, owner, createdAt }) => [
          guid,
          { ...(owner !== undefined && { owner }), ...(createdAt !== undefined && { createdAt }) },
        ]),
      )
    },
    locateObjects: async (objects) =>
      new Map(objects.map((object) => [object.guid, locateObject(directory, object)])),
    async apply(change) {
      requests++
      return applyChangeTo(directory, change)
    },
    check: async () => ({ checks: [], problems: [] }),
    requests: () => requests,
  }
}

/** Searches breadth first, as ad/protectedParents.ts does. */
function protectedPaths(directory: MemoryDirectory, start: string): string[][] {
  const seen = new Set([start])
  const paths: string[][] = []
  const queue = [{ guid: start, path: [] as string[] }]
  for (const { guid, path } of queue) {
    for (const parent of parentsOf(directory, guid)) {
      if (seen.has(parent.guid)) continue
      seen.add(parent.guid)
      const pathToParent = [...path, dnOf(parent)]
      if (parent.protection === 'adminCount' || isPowerfulGroupSid(parent.sid)) paths.push(pathToParent)
      else queue.push({ guid: parent.guid, path: pathToParent })
    }
  }
  return paths
}
