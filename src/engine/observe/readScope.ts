/** Reads the groups in scope: those of the listing, and expected groups that the listing lacks, located by id. */
import type { CompleteRead } from '../../model/completeRead.js'
import type { CloudGroup } from '../../model/group.js'
import type { GroupLocation } from '../../model/location.js'
import type { SkippedGroup } from '../../model/reason.js'
import {
  selectAndTransform,
  type SelectionContext,
  type SelectedGroups,
} from '../../planner/selectAndTransform.js'
import type { GroupSource } from '../ports.js'
import type { ObserveContext } from './observation.js'

export interface ScopeRead {
  selection: SelectedGroups
  /** Locations of the expected groups that the listing lacks; undefined if it lacks none. */
  locations: CompleteRead<GroupLocation> | undefined
  sourceEmpty: boolean
}

/** Lists the groups in scope; if `readIds` is given, only these. */
export function readScopeListing(
  source: GroupSource,
  { scope, intent }: Pick<SelectionContext, 'scope' | 'intent'>,
  readIds: readonly string[] | undefined,
  signal?: AbortSignal,
): Promise<CompleteRead<CloudGroup>> {
  if (scope !== 'selected') return source.readGroups(scope, readIds, signal)
  const selected = readIds ? readIds.filter((id) => id in intent.selected) : Object.keys(intent.selected)
  return source.readGroups('all', selected, signal)
}

export async function readScope(
  context: ObserveContext,
  selectionContext: SelectionContext,
): Promise<ScopeRead> {
  const { source, scope, readIds, signal } = context
  const listing = await readScopeListing(source, context, readIds, signal)
  const selection = selectAndTransform(listing.items, selectionContext)
  const missing = expectedIds(context).filter((id) => !hasScopeDecision(selection, id))
  const locations =
    missing.length > 0
      ? await source.locateGroups(scope === 'selected' ? 'all' : scope, missing, signal)
      : undefined
  // A listing from one replica can lack a group that another replica finds by id: it is compared as usual.
  const found = (locations?.items ?? []).flatMap((one) => (one.status === 'inScope' ? [one.group] : []))
  const selectedLate = selectAndTransform(found, selectionContext)
  for (const name of ['desired', 'skipped', 'refused'] as const)
    for (const [id, entry] of selectedLate[name]) (selection[name] as Map<string, unknown>).set(id, entry)
  const isEmpty = readIds === undefined && listing.items.length === 0 && found.length === 0
  return { selection, locations, sourceEmpty: isEmpty }
}

export const hasScopeDecision = ({ desired, skipped, refused }: SelectedGroups, id: string): boolean =>
  desired.has(id) || skipped.has(id) || refused.has(id)

/**
 * The groups that the listing should contain: groups that a person named or selected, and groups that have an object. A
 * group that was proved absent is located again only if the policy still has to change its object.
 */
function expectedIds({ readIds, scope, intent, memory, policy }: ObserveContext): string[] {
  const written = Object.entries(memory.groups).filter(
    ([, { absent, gone }]) => !gone && (absent === undefined || policy !== 'keep'),
  )
  const known = readIds ?? [
    ...Object.keys(scope === 'selected' ? intent.selected : {}),
    ...(scope === 'selected' ? [] : written.map(([id]) => id)),
  ]
  return known.filter((id) => !intent.disabled.includes(id))
}

/** The named or selected groups that have no object, with the reason: disabled, not in scope, or not found. */
export function unwrittenNamedGroups(
  { readIds, scope, intent }: ObserveContext,
  { selection, locations }: ScopeRead,
  hasObject: (id: string) => boolean,
): SkippedGroup[] {
  const named = readIds ?? (scope === 'selected' ? Object.keys(intent.selected) : [])
  const byId = new Map((locations?.items ?? []).map((location) => [location.id, location]))
  return named
    .filter((id) => !hasScopeDecision(selection, id) && !hasObject(id))
    .map((id) => {
      if (intent.disabled.includes(id)) return { id, displayName: id, reason: 'disabled' }
      const location = byId.get(id)
      return location && 'group' in location
        ? { id, displayName: location.group.displayName, reason: 'notInScope' }
        : { id, displayName: id, reason: 'notFound' }
    })
}
