/** Whether a nested group is one of those that are written. */
import type { CompleteRead } from '../../model/completeRead.js'
import type { CloudMember } from '../../model/member.js'
import type { NestedScope } from '../../planner/memberLookups.js'
import { place, type PlaceContext, type Placed } from '../../planner/place.js'
import type { GroupSource } from '../ports.js'
import { isPlaced, readListing } from './readScope.js'

export interface Nesting {
  scopeOf: NestedScope
  /** Finds out about nested groups in these reads that are not known yet. */
  learn(reads: Iterable<CompleteRead<CloudMember> | Error>): Promise<void>
}

/**
 * A run over everything in scope knows every group it could nest. A run over a few groups has to ask for the nested
 * ones it meets, and must answer the same.
 */
export function nestingOf(
  source: GroupSource,
  context: PlaceContext,
  placed: Placed,
  partial: boolean,
  signal?: AbortSignal,
): Nesting {
  const known = [placed]
  const asked = new Set<string>([
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
      const ids = nestedIds(reads).filter((id) => !asked.has(id))
      if (ids.length === 0) return
      for (const id of ids) asked.add(id)
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
