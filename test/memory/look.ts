/** What a test wants to see of a world after a run. */
import { managed, type MemoryObject } from './directory.js'
import { idOf, type World } from './world.js'

/** The object of a group, by the group's number. */
export function objectOf(world: World, number: number): MemoryObject {
  const found = managed(world.directory).find(
    (object) => object.attributes['adminDescription']?.[0] === `Group_${idOf(number)}`,
  )
  if (!found) throw new Error(`group ${number} is not written`)
  return found
}

export const memberNames = (world: World, number: number): Array<string | undefined> =>
  [...objectOf(world, number).members].map((guid) => world.directory.objects.get(guid)?.name).sort()
