import { WritebackError } from '../../src/errors.js'
import type { Applied, GroupTarget } from '../../src/engine/ports.js'
import { anchorAttributes, groupIdsOf } from '../../src/model/anchor.js'
import type { Change } from '../../src/model/change.js'
import { equalDn } from '../../src/model/dn.js'
import type { MemberReference } from '../../src/model/member.js'
import { complete } from './cloud.js'
import {
  addObject,
  anchorsOf,
  dnOf,
  ensureFree,
  managed,
  place,
  removeObject,
  toDirectoryGroup,
  type MemoryDirectory,
  type MemoryObject,
} from './directory.js'

/** `pageSize` small, so that every test crosses pages. */
export function memoryTarget(directory: MemoryDirectory, pageSize = 3): GroupTarget {
  let requests = 0
  const resolved = (object: MemoryObject) => ({
    guid: object.guid,
    sid: object.sid,
    dn: dnOf(object),
    domainLocal: (Number(object.attributes['groupType']?.[0] ?? 0) & 4) !== 0,
  })
  return {
    facts: async () => directory.facts,
    async readManagedGroups(which, map) {
      const groups = managed(directory).filter(
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
      return complete(kept)
    },
    async findAdoptionCandidates(groups) {
      const objects = [...directory.objects.values()]
      return groups.flatMap(({ id, dn, onPremisesSid }) => {
        const anchored = objects.find((object) => object.isGroup && anchorsOf(object).includes(id))
        const named = objects.find((object) => equalDn(dnOf(object), dn))
        const sameSid = objects.find(({ sid }) => sid === onPremisesSid)
        const found = anchored ?? sameSid ?? named
        if (!found) return []
        const match = found === anchored ? 'anchor' : found === sameSid ? 'sid' : 'name'
        return [{ groupId: id, match, guid: found.guid, dn: dnOf(found) } as const]
      })
    },
    async findWritten(ids) {
      return managed(directory).flatMap((object) =>
        anchorsOf(object)
          .filter((groupId) => ids.includes(groupId))
          .map((groupId) => ({ groupId, ...resolved(object) })),
      )
    },
    async resolveMembers(sids) {
      const wanted = new Set(sids)
      const found = [...directory.objects.values()].filter(({ sid }) => wanted.has(sid))
      return new Map(found.map((object) => [object.sid, resolved(object)]))
    },
    async apply(change) {
      requests++
      return applyTo(directory, change)
    },
    check: async () => ({ checks: [], problems: [] }),
    requests: () => requests,
  }
}

function applyTo(directory: MemoryDirectory, change: Change): Applied {
  if (change.type === 'createGroup') return create(directory, change)
  const object = directory.objects.get(change.guid ?? '')
  if (change.type === 'deleteGroup') {
    if (object) remove(directory, object)
    return { refused: [] }
  }
  if (!object) throw new WritebackError('directoryRefused', `There is no object ${change.guid}.`)
  switch (change.type) {
    case 'renameGroup':
    case 'moveGroup':
      ensureFree(directory, change.to, object.guid)
      place(object, change.to)
      directory.writes++
      return { refused: [] }
    case 'updateGroup':
      for (const { name, to } of change.attributes) object.attributes[name] = [...to]
      directory.writes++
      return { refused: [] }
    case 'addMembers':
      return {
        refused: change.members.filter((member) => !addMember(directory, object, member)).map(refusal),
      }
    case 'removeMembers':
      for (const { guid } of change.members) if (object.members.delete(guid ?? '')) directory.writes++
      return { refused: [] }
  }
}

const refusal = (member: MemberReference) => ({ member, message: 'no such object' })

function create(
  directory: MemoryDirectory,
  { dn, attributes }: Extract<Change, { type: 'createGroup' }>,
): Applied {
  const ours = groupIdsOf(anchorAttributes.flatMap((name) => attributes[name] ?? []))
  const twin = managed(directory).find((object) => equalDn(dnOf(object), dn))
  if (twin && anchorsOf(twin).some((id) => ours.includes(id)))
    return { guid: twin.guid, sid: twin.sid, refused: [] }
  ensureFree(directory, dn)
  const object = addObject(directory, { name: '', isGroup: true })
  for (const [name, values] of Object.entries(attributes)) object.attributes[name] = [...values]
  place(object, dn)
  return { guid: object.guid, sid: object.sid, refused: [] }
}

function remove(directory: MemoryDirectory, object: MemoryObject): void {
  if (managed(directory).includes(object) && !object.protected) removeObject(directory, object.guid)
  else throw new WritebackError('protectedObject', `${dnOf(object)} is not ours to delete any more.`)
}

function addMember(directory: MemoryDirectory, object: MemoryObject, { guid }: MemberReference): boolean {
  if (guid === undefined || !directory.objects.has(guid)) return false
  if (!object.members.has(guid)) {
    object.members.add(guid)
    directory.writes++
  }
  return true
}
