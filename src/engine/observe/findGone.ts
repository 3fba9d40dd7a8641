/** Nothing has to be remembered of an object that is gone, of a group that is not to be written any more. */
import { proveDeleted, proveLeftScope } from '../../model/evidence.js'
import type { ObserveContext } from './context.js'
import type { Comparison } from './pairObjects.js'
import { isPlaced, type ScopeRead } from './readScope.js'

/** The ids of such groups. Each object is looked for everywhere: a controller that lags shows less than there is. */
export async function findGone(
  { drafts, objects, orphans }: Comparison,
  { placed, locations }: ScopeRead,
  { target, memory, only, now, limits, signal }: ObserveContext,
): Promise<string[]> {
  if (only !== undefined || !locations) return []
  const known = Object.entries(memory.groups).filter(
    ([id, { missingSince }]) =>
      !isPlaced(placed, id) &&
      ![drafts, objects, orphans].some((some) => some.has(id)) &&
      (proveLeftScope(locations, id) ??
        proveDeleted(locations, id, missingSince, now, limits.missingForMs)) !== undefined,
  )
  if (known.length === 0) return []
  const written = known.map(([, { guid, controller }]) => ({ guid, ...(controller && { controller }) }))
  const places = await target.locateObjects(written, signal)
  return known.flatMap(([id, { guid }]) => (places.get(guid)?.place === 'gone' ? [id] : []))
}
