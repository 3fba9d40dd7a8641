import type { CloudGroup, DesiredGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { SkippedGroup } from '../model/reason.js'
import type { ScopeSetting } from '../model/scope.js'
import { placeInScope } from './scope.js'
import { transform, type TransformContext } from './transform.js'

export interface PlaceContext extends TransformContext {
  scope: ScopeSetting
  intent: Intent
}

/** A listing after scope and transform: what is written, and what is not and why. */
export interface Placed {
  desired: Map<string, { cloud: CloudGroup; desired: DesiredGroup }>
  skipped: Map<string, SkippedGroup>
}

export function place(listing: readonly CloudGroup[], context: PlaceContext): Placed {
  const placed: Placed = { desired: new Map(), skipped: new Map() }
  for (const cloud of listing) {
    const { id, displayName } = cloud
    const inScope = placeInScope(cloud, context.scope, context.intent)
    if (inScope === 'out') continue
    const result = inScope === 'in' ? transform(cloud, context.intent.selected[id] ?? {}, context) : inScope
    if (typeof result === 'string') placed.skipped.set(id, { id, displayName, reason: result })
    else placed.desired.set(id, { cloud, desired: result })
  }
  return placed
}
