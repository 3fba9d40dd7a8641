/** What becomes of a change in memory. */
import { WritebackError } from '../../src/errors.js'
import type { Applied } from '../../src/engine/ports.js'
import type { Change } from '../../src/model/change.js'
import { childDn, isWithin, nameOf, parentOf } from '../../src/model/dn.js'
import type { MemberReference } from '../../src/model/member.js'
import {
  account,
  addObject,
  anchorsOf,
  dnOf,
  ensureFree,
  managed,
  objectAt,
  place,
  removeObject,
  type MemoryDirectory,
  type MemoryObject,
} from './directory.js'

type Of<T extends Change['type']> = Extract<Change, { type: T }>

const done: Applied = { refused: [], unchanged: [] }
const identified = ({ guid, sid }: MemoryObject): Applied => ({ guid, sid, ...done })

export function applyTo(directory: MemoryDirectory, change: Change): Applied {
  if (change.type === 'createGroup') return create(directory, change)
  if (change.type === 'restoreGroup') return restore(directory, change)
  const object = directory.objects.get(change.guid ?? '')
  if (!object) throw new WritebackError('directoryRefused', `There is no object ${change.guid}.`)
  switch (change.type) {
    case 'deleteGroup':
      remove(directory, object)
      return done
    case 'adoptGroup':
      return adopt(directory, object)
    case 'renameGroup':
      return relocate(directory, object, childDn(nameOf(change.to) ?? '', object.container))
    case 'moveGroup':
      return relocate(directory, object, childDn(object.name, parentOf(change.to) ?? ''))
    case 'updateGroup':
      for (const { name, to } of change.attributes) object.attributes[name] = [...to]
      directory.writes++
      return done
    case 'addMembers':
      return addMembers(directory, object, change.members)
    case 'removeMembers':
      return removeMembers(directory, object, change.members)
  }
}

/** The name or the container; the other one stays as it is. */
function relocate(directory: MemoryDirectory, object: MemoryObject, dn: string): Applied {
  ensureFree(directory, dn, object.guid)
  place(object, dn)
  directory.writes++
  return done
}

function create(directory: MemoryDirectory, { dn, attributes }: Of<'createGroup'>): Applied {
  if (objectAt(directory, dn)) throw new WritebackError('nameTaken', `${dn} exists already.`)
  const createdAt = new Date().toISOString()
  const object = addObject(directory, { name: '', isGroup: true, owner: account, createdAt })
  for (const [name, values] of Object.entries(attributes)) object.attributes[name] = [...values]
  place(object, dn)
  return identified(object)
}

function restore(directory: MemoryDirectory, { guid, dn }: Of<'restoreGroup'>): Applied {
  const alive = directory.objects.get(guid)
  if (alive) return identified(alive)
  const deleted = directory.deleted.get(guid)
  if (!deleted || !directory.canRestore) {
    throw new WritebackError('restoreRefused', `${dn} could not be restored.`)
  }
  ensureFree(directory, dn)
  place(deleted, dn)
  directory.deleted.delete(guid)
  directory.objects.set(guid, deleted)
  directory.writes++
  return identified(deleted)
}

function adopt(directory: MemoryDirectory, object: MemoryObject): Applied {
  const isWindows = object.protection !== undefined && object.protection !== 'adminCount'
  const isOurs = anchorsOf(object).length > 0 && isWithin(dnOf(object), directory.container) && !isWindows
  if (isOurs) return identified(object)
  throw new WritebackError('protectedObject', `${dnOf(object)} is not ours to take over any more.`)
}

function remove(directory: MemoryDirectory, object: MemoryObject): void {
  if (managed(directory).includes(object) && !object.protection) removeObject(directory, object.guid)
  else throw new WritebackError('protectedObject', `${dnOf(object)} is not ours to delete any more.`)
}

function addMembers(
  directory: MemoryDirectory,
  group: MemoryObject,
  members: readonly MemberReference[],
): Applied {
  const applied: Applied = { refused: [], unchanged: [] }
  for (const member of members) {
    const object = directory.objects.get(member.guid ?? '')
    if (!object) applied.refused.push({ member, message: 'no such object' })
    else if (group.members.has(object.guid) || object.primaryGroup === group.guid) {
      applied.unchanged.push(member)
    } else {
      group.members.add(object.guid)
      directory.writes++
    }
  }
  return applied
}

function removeMembers(
  directory: MemoryDirectory,
  group: MemoryObject,
  members: readonly MemberReference[],
): Applied {
  const applied: Applied = { refused: [], unchanged: [] }
  for (const member of members) {
    const guid = member.guid ?? ''
    if (group.members.delete(guid)) directory.writes++
    else if (directory.objects.get(guid)?.primaryGroup === group.guid) {
      applied.refused.push({ member, message: 'its primary group' })
    } else applied.unchanged.push(member)
  }
  return applied
}
