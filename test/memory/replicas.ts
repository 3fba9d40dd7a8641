import type { ObjectLocation } from '../../src/model/location.js'
import { dnOf, type MemoryDirectory } from './directory.js'

/** Where an object stands for one of several controllers in memory, as ad/locate.ts finds it out. */
export function locate(
  directory: MemoryDirectory,
  { guid, controller }: { guid: string; controller?: string },
): ObjectLocation {
  const here = directory.objects.get(guid)
  if (here) return { guid, place: 'here', dn: dnOf(here) }
  const deleted = directory.deleted.get(guid)
  const gone = {
    guid,
    place: 'gone',
    ...(deleted && { deletedDn: dnOf(deleted), formerDn: deleted.formerDn ?? '' }),
  } as const
  if (controller === directory.host) return gone
  const writer = directory.others.find(({ host }) => host === controller)
  const asked = writer ? [writer] : directory.others
  const holder = asked.find(({ reachable, objects }) => reachable && objects.has(guid))
  if (holder) return { guid, place: 'notReplicated', controller: holder.host }
  const silent = asked.find(({ reachable }) => !reachable)
  return silent && !deleted ? { guid, place: 'unknown', controller: controller ?? silent.host } : gone
}
