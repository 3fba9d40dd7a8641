/** Determines whether a nested group is in scope and written. */
import type { CompleteRead } from '../../model/completeRead.js'
import type { CloudMember } from '../../model/member.js'
import type { NestedScope } from '../../planner/memberLookups.js'
import {
  selectAndTransform,
  type SelectionContext,
  type SelectedGroups,
} from '../../planner/selectAndTransform.js'
import type { GroupSource } from '../ports.js'
import { hasScopeDecision, readScopeListing } from './readScope.js'

export interface NestedScopeReader {
  scopeOf: NestedScope
  /** Reads the nested groups in these member lists that are not known yet. */
  readNestedGroups(reads: Iterable<CompleteRead<CloudMember> | Error>): Promise<void>
}

/**
 * A run over everything in scope knows every group that it can nest. A run over some groups (`partial`) reads the nested
 * groups that it finds, and must reach the same decision.
 */
export function nestedScopeReader(
  source: GroupSource,
  context: SelectionContext,
  selection: SelectedGroups,
  partial: boolean,
  signal?: AbortSignal,
): NestedScopeReader {
  const known = [selection]
  const readIds = new Set<string>([
    ...selection.desired.keys(),
    ...selection.skipped.keys(),
    ...selection.refused.keys(),
  ])
  return {
    scopeOf: (id) =>
      known.some(({ desired }) => desired.has(id))
        ? 'in'
        : known.some((one) => hasScopeDecision(one, id))
          ? 'notWritten'
          : 'out',
    async readNestedGroups(reads) {
      if (!partial) return
      const ids = nestedIds(reads).filter((id) => !readIds.has(id))
      if (ids.length === 0) return
      for (const id of ids) readIds.add(id)
      known.push(selectAndTransform((await readScopeListing(source, context, ids, signal)).items, context))
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
