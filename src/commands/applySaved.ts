import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { keepUnchangedSincePlan } from '../planner/stale.js'
import type { Ports } from '../engine/ports.js'
import { reconcile } from '../engine/reconcile.js'
import type { Observed, RunOptions } from '../engine/run.js'
import { checkSaved } from './savedPlan.js'
import { observeScope, switchedOff } from './sync.js'

/** Reads both sides again and writes the changes that the saved plan and the new plan have in common. */
export async function applySaved(
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  saved: Plan,
): Promise<Report> {
  const observe = async (): Promise<Observed> => {
    checkSaved(saved, settings.container)
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return switchedOff
    const fresh = await observeScope(ports, settings, intent, options)
    const namedIds = saved.groups.map(({ id }) => id)
    return { ...fresh, groups: keepUnchangedSincePlan(fresh.groups, saved), namedIds }
  }
  return reconcile(ports, { name: 'apply', observe }, settings, options)
}
