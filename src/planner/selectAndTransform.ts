/** Selects the groups in scope from a listing and transforms them to their desired form. */
import type { Problem } from '../errors.js'
import { isInContainer } from '../model/dn.js'
import type { CloudGroup, DesiredGroup } from '../model/group.js'
import type { Intent } from '../model/intent.js'
import type { SkippedGroup } from '../model/reason.js'
import type { ScopeSetting } from '../model/scope.js'
import { transformGroup, type TransformContext } from './desiredGroup.js'
import { scopeDecision } from './scope.js'

export interface SelectionContext extends TransformContext {
  scope: ScopeSetting
  intent: Intent
}

/** The groups of a listing after scope and transform. */
export interface SelectedGroups {
  /** Groups that are written. */
  desired: Map<string, { cloud: CloudGroup; desired: DesiredGroup }>
  /** Groups that are not written, with the reason. */
  skipped: Map<string, SkippedGroup>
  /** Groups that fail: they may be in scope, but have a problem. */
  refused: Map<string, { cloud: CloudGroup; problem: Problem }>
}

/** Sorts a listing into groups that are written, skipped or refused; groups out of scope are omitted. */
export function selectAndTransform(
  listing: readonly CloudGroup[],
  context: SelectionContext,
): SelectedGroups {
  const selected: SelectedGroups = { desired: new Map(), skipped: new Map(), refused: new Map() }
  for (const cloud of listing) {
    const { id, displayName, unreadable } = cloud
    if (unreadable) {
      selected.refused.set(id, { cloud, problem: unreadable })
      continue
    }
    const decision = scopeDecision(cloud, context.scope, context.intent)
    if (decision === 'out') continue
    const selection = context.intent.selected[id] ?? {}
    const result = decision === 'in' ? transformGroup(cloud, selection, context) : decision
    if (typeof result === 'string') selected.skipped.set(id, { id, displayName, reason: result })
    else if (!isInContainer(result.container, context.container)) {
      selected.refused.set(id, {
        cloud,
        problem: outsideContainerProblem(result.container, context.container),
      })
    } else selected.desired.set(id, { cloud, desired: result })
  }
  return selected
}

/** The container of an earlier `enable --container` may belong to a configuration with another container. */
const outsideContainerProblem = (container: string, configured: string): Problem => ({
  code: 'containerOutside',
  message: `The group is enabled for ${container}, which is outside the configured container ${configured}.`,
  hint: 'Enable it again with a container at or below directory.container.',
})
