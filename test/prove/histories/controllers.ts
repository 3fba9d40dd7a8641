/** Replicates two diverged domain controllers value by value, as AD does. */
import { isDeepStrictEqual } from 'node:util'
import type { MemoryObject } from '../../memory/directory.js'
import type { Place } from './place.js'

type Objects = Map<string, MemoryObject>

export const cloneObjects = (objects: ReadonlyMap<string, MemoryObject>): Objects =>
  new Map([...objects].map(([guid, object]) => [guid, structuredClone(object)]))

export function merge(place: Place): void {
  const { directory, pair } = place
  if (!pair) return
  const merged = cloneObjects(pair.common)
  for (const { objects } of [directory, pair.second]) bring(pair.common, objects, merged)
  tidy(merged)
  const deleted = new Map([...directory.deleted, ...pair.second.deleted])
  for (const guid of merged.keys()) deleted.delete(guid)
  for (const controller of [directory, pair.second]) {
    controller.objects = cloneObjects(merged)
    controller.deleted = cloneObjects(deleted)
    controller.writes++
  }
  pair.common = merged
}

/** Merges the changes that one controller made since both were equal. */
function bring(common: Objects, own: Objects, merged: Objects): void {
  for (const [guid, object] of own) {
    const old = common.get(guid)
    const target = merged.get(guid)
    if (!old) merged.set(guid, structuredClone(object))
    else if (target) bringObject(old, object, target)
  }
  for (const guid of common.keys()) if (!own.has(guid)) merged.delete(guid)
}

function bringObject(old: MemoryObject, own: MemoryObject, target: MemoryObject): void {
  for (const member of own.members) if (!old.members.has(member)) target.members.add(member)
  for (const member of old.members) if (!own.members.has(member)) target.members.delete(member)
  for (const name of new Set([...Object.keys(old.attributes), ...Object.keys(own.attributes)])) {
    const values = own.attributes[name]
    if (isDeepStrictEqual(old.attributes[name], values)) continue
    if (values) target.attributes[name] = [...values]
    else delete target.attributes[name]
  }
  const { name, container, protection, primaryGroup, disabled, unreadable } = own
  for (const [key, value] of Object.entries({
    name,
    container,
    protection,
    primaryGroup,
    disabled,
    unreadable,
  })) {
    if (old[key as keyof MemoryObject] !== value) Object.assign(target, { [key]: value })
  }
}

/** Removes members without an object, and renames the later one of two objects with the same name, as AD does. */
function tidy(merged: Objects): void {
  const names = new Set<string>()
  for (const object of merged.values()) {
    for (const member of object.members) if (!merged.has(member)) object.members.delete(member)
    const dn = `${object.name},${object.container}`.toLowerCase()
    if (names.has(dn)) object.name = `${object.name} CNF ${object.guid}`
    names.add(dn)
  }
}
