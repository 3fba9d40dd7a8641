import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Deprovision, Settings } from '../model/settings.js'
import { observeManaged } from '../engine/observe/observeManaged.js'
import type { Ports } from '../engine/ports.js'
import { readRemembered } from '../engine/readRemembered.js'
import { reconcile } from '../engine/reconcile.js'
import { resolveIds } from '../engine/resolveGroups.js'
import type { Observed, RunOptions } from '../engine/run.js'

export interface DisableOptions extends RunOptions {
  /** Object ids, mail addresses or display names; none turns the feature off for the container. */
  groups?: readonly string[]
  /** What happens to the objects; `keep`, the default, leaves them as they are. */
  objects?: Deprovision
}

/** Needs the cloud only to find a group that is not named by its id. */
export async function disable(ports: Ports, settings: Settings, options: DisableOptions): Promise<Report> {
  const { groups, objects = 'keep', signal } = options
  const observe = async (): Promise<Observed> => {
    const before = await ports.state.readIntent()
    const resolved = groups && (await resolveIds(ports.source, groups, signal))
    const namedIds = resolved?.groups
    const remembered = await readRemembered(ports)
    const { target } = ports
    const observation = await observeManaged({ target, readIds: namedIds, objects, signal, ...remembered })
    return {
      ...observation,
      notices: [...observation.notices, ...(resolved?.refused ?? [])],
      namedIds,
      intentAfter: (plan) => intentAfter(plan, before, namedIds),
    }
  }
  return reconcile(ports, { name: 'disable', observe }, settings, options)
}

/** Groups that a guard holds back stay enabled. */
function intentAfter(plan: Plan, before: Intent, namedIds: readonly string[] | undefined): Intent {
  const held = plan.groups.filter(({ withheld }) => withheld.length > 0).map(({ id }) => id)
  if (!namedIds) return held.length > 0 ? before : { ...before, enabled: false }
  const ids = namedIds.filter((id) => !held.includes(id))
  const selected = Object.entries(before.selected).filter(([id]) => !ids.includes(id))
  return {
    ...before,
    selected: Object.fromEntries(selected),
    disabled: [...new Set([...before.disabled, ...ids])],
  }
}
