/** Reads the result of a run from a world in memory. */
import { managed, type MemoryObject } from './directory.js'
import { idOf, type World } from './world.js'

/** The AD object of a group, by the group's number. */
export function objectOf(world: World, number: number): MemoryObject {
  const found = managed(world.directory).find(
    (object) => object.attributes['adminDescription']?.[0] === `Group_${idOf(number)}`,
  )
  if (!found) throw new Error(`group ${number} is not written`)
  return found
}

/** The sorted names of the members that a group has in AD. */
export const memberNames = (world: World, number: number): Array<string | undefined> =>
  [...objectOf(world, number).members].map((guid) => world.directory.objects.get(guid)?.name).sort()
