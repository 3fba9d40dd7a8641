import type { Problem } from '../errors.js'
import { isWithin } from '../model/dn.js'
import type { CloudGroup, DesiredGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { SkippedGroup } from '../model/reason.js'
import type { ScopeSetting } from '../model/scope.js'
import { transform, type TransformContext } from './desiredGroup.js'
import { scopeDecision } from './scope.js'

export interface PlaceContext extends TransformContext {
  scope: ScopeSetting
  intent: Intent
}

/** A listing after scope and transform: what is written, and what is not and why. */
export interface Placed {
  desired: Map<string, { cloud: CloudGroup; desired: DesiredGroup }>
  skipped: Map<string, SkippedGroup>
  /** In scope as far as anybody can say, but not to be written as it is. */
  refused: Map<string, { cloud: CloudGroup; problem: Problem }>
}

export function place(listing: readonly CloudGroup[], context: PlaceContext): Placed {
  const placed: Placed = { desired: new Map(), skipped: new Map(), refused: new Map() }
  for (const cloud of listing) {
    const { id, displayName, unreadable } = cloud
    if (unreadable) {
      placed.refused.set(id, { cloud, problem: unreadable })
      continue
    }
    const inScope = scopeDecision(cloud, context.scope, context.intent)
    if (inScope === 'out') continue
    const selection = context.intent.selected[id] ?? {}
    const result = inScope === 'in' ? transform(cloud, selection, context) : inScope
    if (typeof result === 'string') placed.skipped.set(id, { id, displayName, reason: result })
    else if (!isWithin(result.container, context.container)) {
      placed.refused.set(id, { cloud, problem: containerOutside(result.container, context.container) })
    } else placed.desired.set(id, { cloud, desired: result })
  }
  return placed
}

/** What is remembered of an `enable --container` may have been meant for another container, or come from elsewhere. */
const containerOutside = (container: string, configured: string): Problem => ({
  code: 'containerOutside',
  message: `The group is enabled for ${container}, which does not lie in the configured container ${configured}.`,
  hint: 'Enable it again with a container at or below directory.container.',
})
