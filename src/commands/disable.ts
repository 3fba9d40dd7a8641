import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Deprovision, Settings } from '../model/settings.js'
import { observeManaged } from '../engine/observe/observeManaged.js'
import type { Ports } from '../engine/ports.js'
import { readRunHistory } from '../engine/readRunHistory.js'
import { reconcile } from '../engine/reconcile.js'
import { resolveGroupIds } from '../engine/resolveGroups.js'
import type { CommandObservation, RunOptions } from '../engine/run.js'

export interface DisableOptions extends RunOptions {
  /** Object ids, mail addresses or display names; if missing, writeback is disabled for the container. */
  groups?: readonly string[]
  /** Policy for the objects; `keep`, the default, leaves them unchanged. */
  objects?: Deprovision
}

/** Disables writeback for groups or the container. Reads the cloud only to find groups that are not named by id. */
export async function runDisable(ports: Ports, settings: Settings, options: DisableOptions): Promise<Report> {
  const { groups, objects = 'keep', signal } = options
  const observe = async (): Promise<CommandObservation> => {
    const before = await ports.state.readIntent()
    const resolved = groups && (await resolveGroupIds(ports.source, groups, signal))
    const namedIds = resolved?.groups
    const remembered = await readRunHistory(ports)
    const { target } = ports
    const observation = await observeManaged({ target, readIds: namedIds, objects, signal, ...remembered })
    return {
      ...observation,
      notices: [...observation.notices, ...(resolved?.unresolved ?? [])],
      namedIds,
      intentAfter: (plan) => intentAfter(plan, before, namedIds),
    }
  }
  return reconcile(ports, { name: 'disable', observe }, settings, options)
}

/** Groups with withheld changes stay enabled. */
function intentAfter(plan: Plan, before: Intent, namedIds: readonly string[] | undefined): Intent {
  const withheldIds = plan.groups.filter(({ withheld }) => withheld.length > 0).map(({ id }) => id)
  if (!namedIds) return withheldIds.length > 0 ? before : { ...before, enabled: false }
  const ids = namedIds.filter((id) => !withheldIds.includes(id))
  const selected = Object.entries(before.selected).filter(([id]) => !ids.includes(id))
  return {
    ...before,
    selected: Object.fromEntries(selected),
    disabled: [...new Set([...before.disabled, ...ids])],
  }
}
