import type { ObjectLocation } from '../../src/model/location.js'
import { dnOf, type MemoryDirectory } from './directory.js'

/** Locates an object from one of several domain controllers in memory, with the rules of ad/locateObjects.ts. */
export function locateObject(
  directory: MemoryDirectory,
  { guid, controller }: { guid: string; controller?: string },
): ObjectLocation {
  const here = directory.objects.get(guid)
  if (here) return { guid, status: 'here', dn: dnOf(here) }
  const deleted = directory.deleted.get(guid)
  const gone = {
    guid,
    status: 'gone',
    ...(deleted && { deletedDn: dnOf(deleted), formerDn: deleted.formerDn ?? '' }),
  } as const
  if (controller === directory.host) return gone
  const writer = directory.others.find(({ host }) => host === controller)
  const queried = writer ? [writer] : directory.others
  const owner = queried.find(({ reachable, objects }) => reachable && objects.has(guid))
  if (owner) return { guid, status: 'notReplicated', controller: owner.host }
  const unreachable = queried.find(({ reachable }) => !reachable)
  return unreachable && !deleted
    ? { guid, status: 'unknown', controller: controller ?? unreachable.host }
    : gone
}
