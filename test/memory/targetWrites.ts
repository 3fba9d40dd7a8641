/** Applies changes to a directory in memory. */
import { WritebackError } from '../../src/errors.js'
import type { ApplyResult } from '../../src/engine/ports.js'
import type { Change } from '../../src/model/change.js'
import { childDn, isInContainer, rdnValue, parentDn } from '../../src/model/dn.js'
import type { MemberReference } from '../../src/model/member.js'
import {
  writingAccountDn,
  addObject,
  anchorsOf,
  dnOf,
  ensureDnFree,
  managedObjects,
  objectAt,
  setDn,
  removeObject,
  type MemoryDirectory,
  type MemoryObject,
} from './directory.js'

type ChangeOf<T extends Change['type']> = Extract<Change, { type: T }>

const applied: ApplyResult = { refused: [], unchanged: [] }
const appliedTo = ({ guid, sid }: MemoryObject): ApplyResult => ({ guid, sid, ...applied })

export function applyChangeTo(directory: MemoryDirectory, change: Change): ApplyResult {
  if (change.type === 'createGroup') return create(directory, change)
  if (change.type === 'restoreGroup') return restore(directory, change)
  const object = directory.objects.get(change.guid ?? '')
  if (!object) throw new WritebackError('directoryRefused', `There is no object ${change.guid}.`)
  switch (change.type) {
    case 'deleteGroup':
      remove(directory, object)
      return applied
    case 'adoptGroup':
      return adopt(directory, object)
    case 'renameGroup':
      return relocate(directory, object, childDn(rdnValue(change.to) ?? '', object.container))
    case 'moveGroup':
      return relocate(directory, object, childDn(object.name, parentDn(change.to) ?? ''))
    case 'updateGroup':
      for (const { name, to } of change.attributes) object.attributes[name] = [...to]
      directory.writes++
      return applied
    case 'addMembers':
      return addMembers(directory, object, change.members)
    case 'removeMembers':
      return removeMembers(directory, object, change.members)
  }
}

/** Changes the name or the container. */
function relocate(directory: MemoryDirectory, object: MemoryObject, dn: string): ApplyResult {
  ensureDnFree(directory, dn, object.guid)
  setDn(object, dn)
  directory.writes++
  return applied
}

function create(directory: MemoryDirectory, { dn, attributes }: ChangeOf<'createGroup'>): ApplyResult {
  if (objectAt(directory, dn)) throw new WritebackError('nameTaken', `${dn} exists already.`)
  const createdAt = new Date().toISOString()
  const object = addObject(directory, { name: '', isGroup: true, owner: writingAccountDn, createdAt })
  for (const [name, values] of Object.entries(attributes)) object.attributes[name] = [...values]
  setDn(object, dn)
  return appliedTo(object)
}

function restore(directory: MemoryDirectory, { guid, dn }: ChangeOf<'restoreGroup'>): ApplyResult {
  const alive = directory.objects.get(guid)
  if (alive) return appliedTo(alive)
  const deleted = directory.deleted.get(guid)
  if (!deleted || !directory.canRestore) {
    throw new WritebackError('restoreRefused', `${dn} could not be restored.`)
  }
  ensureDnFree(directory, dn)
  setDn(deleted, dn)
  directory.deleted.delete(guid)
  directory.objects.set(guid, deleted)
  directory.writes++
  return appliedTo(deleted)
}

function adopt(directory: MemoryDirectory, object: MemoryObject): ApplyResult {
  const isWindows = object.protection !== undefined && object.protection !== 'adminCount'
  const isOurs =
    anchorsOf(object).length > 0 && isInContainer(dnOf(object), directory.container) && !isWindows
  if (isOurs) return appliedTo(object)
  throw new WritebackError(
    'protectedObject',
    `${dnOf(object)} is protected or not a group of this container with an anchor, and cannot be adopted.`,
  )
}

function remove(directory: MemoryDirectory, object: MemoryObject): void {
  if (managedObjects(directory).includes(object) && !object.protection) removeObject(directory, object.guid)
  else
    throw new WritebackError(
      'protectedObject',
      `${dnOf(object)} is protected or not managed, and cannot be deleted.`,
    )
}

function addMembers(
  directory: MemoryDirectory,
  group: MemoryObject,
  members: readonly MemberReference[],
): ApplyResult {
  const result: ApplyResult = { refused: [], unchanged: [] }
  for (const member of members) {
    const object = directory.objects.get(member.guid ?? '')
    if (!object) result.refused.push({ member, message: 'no such object' })
    else if (group.members.has(object.guid) || object.primaryGroup === group.guid) {
      result.unchanged.push(member)
    } else {
      group.members.add(object.guid)
      directory.writes++
    }
  }
  return result
}

function removeMembers(
  directory: MemoryDirectory,
  group: MemoryObject,
  members: readonly MemberReference[],
): ApplyResult {
  const result: ApplyResult = { refused: [], unchanged: [] }
  for (const member of members) {
    const guid = member.guid ?? ''
    if (group.members.delete(guid)) directory.writes++
    else if (directory.objects.get(guid)?.primaryGroup === group.guid) {
      result.refused.push({ member, message: 'its primary group' })
    } else result.unchanged.push(member)
  }
  return result
}
