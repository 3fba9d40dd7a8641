/** Converts everything that a run wrote to items that can be approved. */
import { isDeepStrictEqual } from 'node:util'
import { childDn } from '../../../src/model/dn.js'
import { dnOf, type MemoryObject } from '../../memory/directory.js'
import { itemOf, type Item } from './shadow.js'
import { whoIs } from './told.js'
import { groupOf, type Objects, type Verdict } from './verdict.js'

export function writtenBy(verdict: Verdict): Item[] {
  const { place, before, after, ended } = verdict
  const items: Item[] = ended.map(({ item }) => item)
  for (const object of after.values()) {
    const old = before.get(object.guid)
    const group = groupOf(place, object)
    if (!old) items.push(madeItem(verdict, object))
    for (const member of object.members) {
      if (!old?.members.has(member)) items.push(itemOf.add(group, whoIs(place, member)))
    }
    if (!old) continue
    if (old.name !== object.name) items.push(renameItem(old, object))
    if (old.container !== object.container) items.push(itemOf.move(object.guid, object.container))
    for (const name of new Set([...Object.keys(old.attributes), ...Object.keys(object.attributes)])) {
      const values = object.attributes[name]
      if (!isDeepStrictEqual(old.attributes[name], values))
        items.push(itemOf.update(object.guid, name, values))
    }
  }
  items.push(...deleted(before, after).map(({ guid }) => itemOf.delete(guid)))
  return items
}

export const renameItem = ({ guid, container }: MemoryObject, { name }: MemoryObject): Item =>
  itemOf.rename(guid, childDn(name, container))

/** Returns the item of a new object: restored, created, or created again. */
export function madeItem({ place, knownBefore }: Verdict, object: MemoryObject): Item {
  const group = groupOf(place, object)
  const known = knownBefore.get(group)
  if (known === object.guid) return itemOf.restore(object.guid)
  const make = known === undefined ? itemOf.create : itemOf.recreate
  return make(group, dnOf(object), object.attributes['groupType']?.[0], known)
}

export const deleted = (before: Objects, after: Objects): MemoryObject[] =>
  [...before.values()].filter(({ guid }) => !after.has(guid))

/** "Nothing at all is written where Entra returns no groups, or identifiers vanish." */
export function unapprovedWrites(verdict: Verdict): Item[] {
  return writtenBy(verdict).filter((item) => !verdict.approved.has(item))
}
