/** Reads the result of a run from a world in memory. */
import { managedObjects, type MemoryObject } from './directory.js'
import { idOf, type World } from './world.js'

/** The AD object of a group, by the group's number. */
export function groupObject(world: World, number: number): MemoryObject {
  const found = managedObjects(world.directory).find(
    (object) => object.attributes['adminDescription']?.[0] === `Group_${idOf(number)}`,
  )
  if (!found) throw new Error(`group ${number} is not written`)
  return found
}

/** The sorted names of the members that a group has in AD. */
export const groupMemberNames = (world: World, number: number): Array<string | undefined> =>
  [...groupObject(world, number).members].map((guid) => world.directory.objects.get(guid)?.name).sort()
