/** Determines whether a nested group is in scope and written. */
import type { CompleteRead } from '../../model/completeRead.js'
import type { CloudMember } from '../../model/member.js'
import type { NestedScope } from '../../planner/memberLookups.js'
import { place, type PlaceContext, type Placed } from '../../planner/place.js'
import type { GroupSource } from '../ports.js'
import { isPlaced, readListing } from './readScope.js'

export interface Nesting {
  scopeOf: NestedScope
  /** Reads the nested groups in these member lists that are not known yet. */
  learn(reads: Iterable<CompleteRead<CloudMember> | Error>): Promise<void>
}

/**
 * A run over everything in scope knows every group that it can nest. A run over some groups (`partial`) reads the nested
 * groups that it finds, and must reach the same decision.
 */
export function nestingOf(
  source: GroupSource,
  context: PlaceContext,
  placed: Placed,
  partial: boolean,
  signal?: AbortSignal,
): Nesting {
  const known = [placed]
  const readIds = new Set<string>([
    ...placed.desired.keys(),
    ...placed.skipped.keys(),
    ...placed.refused.keys(),
  ])
  return {
    scopeOf: (id) =>
      known.some(({ desired }) => desired.has(id))
        ? 'in'
        : known.some((one) => isPlaced(one, id))
          ? 'notWritten'
          : 'out',
    async learn(reads) {
      if (!partial) return
      const ids = nestedIds(reads).filter((id) => !readIds.has(id))
      if (ids.length === 0) return
      for (const id of ids) readIds.add(id)
      known.push(place((await readListing(source, context, ids, signal)).items, context))
    },
  }
}

function nestedIds(reads: Iterable<CompleteRead<CloudMember> | Error>): string[] {
  const ids = new Set<string>()
  for (const read of reads) {
    if (read instanceof Error) continue
    for (const member of read.items) if (member.kind === 'group') ids.add(member.id)
  }
  return [...ids]
}
