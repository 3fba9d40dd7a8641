import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import type { Deprovision } from '../model/settings.js'
import { observeManaged } from './observe/observeManaged.js'
import type { Ports } from './ports.js'
import { readJoined, readRecentChanges } from './readRecent.js'
import { reconcile } from './reconcile.js'
import type { Look } from './run.js'
import { recoverMemory } from './recoverMemory.js'
import { idsOf, requestOf, type RunOptions, type Settings } from './request.js'

export interface DisableOptions extends RunOptions {
  /** Object ids, mail addresses or display names; none turns the feature off for the container. */
  groups?: readonly string[]
  /** What happens to the objects; `keep`, the default, leaves them as they are. */
  objects?: Deprovision
}

/** Needs the cloud only to find a group that is not named by its id. */
export async function disable(ports: Ports, settings: Settings, options: DisableOptions): Promise<Report> {
  const { groups, objects = 'keep', signal } = options
  const look = async (): Promise<Look> => {
    const before = await ports.state.readIntent()
    const only = groups && (await idsOf(ports.source, groups, signal))
    const memory = await recoverMemory(ports.state)
    const now = ports.now()
    const recent = await readRecentChanges(ports.state, now)
    const observation = await observeManaged({
      target: ports.target,
      only,
      memory,
      recent,
      readJoined: (ids) => readJoined(ports.state, now, ids),
      objects,
      signal,
    })
    const remember = (plan: Plan): Intent => {
      const held = plan.groups.filter(({ withheld }) => withheld.length > 0).map(({ id }) => id)
      if (only)
        return withoutSelected(
          before,
          only.filter((id) => !held.includes(id)),
        )
      return held.length > 0 ? before : { ...before, enabled: false }
    }
    return { ...observation, only, remember }
  }
  return reconcile(ports, requestOf('disable', settings, options, ports.now(), look))
}

function withoutSelected(intent: Intent, ids: readonly string[]): Intent {
  const selected = Object.entries(intent.selected).filter(([id]) => !ids.includes(id))
  return {
    ...intent,
    selected: Object.fromEntries(selected),
    disabled: [...new Set([...intent.disabled, ...ids])],
  }
}
