import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { keepChangesOfSavedPlan } from '../planner/compareSavedPlan.js'
import type { Ports } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import type { CommandObservation, RunOptions } from '../engine/run.js'
import { validateSavedPlan } from './validateSavedPlan.js'
import { observeScope, disabledObservation } from './sync.js'

/** Reads both sides again and writes the changes that the saved plan and the new plan have in common. */
export async function runApply(
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  saved: Plan,
): Promise<Report> {
  const observe = async (): Promise<CommandObservation> => {
    validateSavedPlan(saved, settings.container)
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return disabledObservation
    const fresh = await observeScope(ports, settings, intent, options)
    const namedIds = saved.groups.map(({ id }) => id)
    return { ...fresh, groups: keepChangesOfSavedPlan(fresh.groups, saved), namedIds }
  }
  return reconcile(ports, { name: 'apply', observe }, settings, options)
}
