import { errorOfProblems } from '../errors.js'
import type { Intent } from '../model/intent.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { observe } from '../engine/observe/observe.js'
import type { Observation } from '../engine/observe/context.js'
import type { Ports } from '../engine/ports.js'
import { readRemembered } from '../engine/readRemembered.js'
import { reconcile } from '../engine/reconcile.js'
import { notWritten, resolveIds } from '../engine/resolveGroups.js'
import type { Observed, RunOptions } from '../engine/run.js'
import { ignoreListenerErrors, nothingObserved } from '../engine/startRun.js'

/** Reconciles all groups in scope, or only the named groups. */
export async function sync(
  name: 'sync' | 'plan',
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  groups?: readonly string[],
): Promise<Report> {
  const observeNamed = async (intent: Intent, references: readonly string[]): Promise<Observed> => {
    const { groups: namedIds, refused } = await resolveIds(ports.source, references, options.signal)
    const observation = await observeScope(ports, settings, intent, options, { readIds: namedIds })
    const skipped = notWritten(observation.skippedGroups, namedIds)
    const unknown = skipped.filter(({ code }) => code === 'groupNotFound')
    const [first, ...others] = [...refused, ...unknown]
    if (first && unknown.length === namedIds.length) throw errorOfProblems([first, ...others])
    const notices = [...observation.notices, ...refused, ...skipped]
    return { ...observation, namedIds, notices }
  }
  const observeRequested = async (): Promise<Observed> => {
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return switchedOff
    return groups ? observeNamed(intent, groups) : observeScope(ports, settings, intent, options)
  }
  return reconcile(ports, { name, observe: observeRequested }, settings, options)
}

export interface Subset {
  /** Ids of the groups to read; all groups in scope if missing. */
  readIds?: readonly string[]
  /** A person named these groups to have them written. */
  ordered?: boolean
}

/** Compares the groups in scope with AD, using the state of earlier runs. */
export async function observeScope(
  ports: Ports,
  { scope, mapping, container, policy, limits }: Settings,
  intent: Intent,
  { signal, onEvent }: RunOptions,
  subset: Subset = {},
): Promise<Observation> {
  const remembered = await readRemembered(ports)
  const listeners = { onEvent: ignoreListenerErrors(onEvent), ...(signal && { signal }) }
  return observe(ports, {
    scope,
    mapping,
    container,
    policy,
    limits,
    intent,
    ...subset,
    ...remembered,
    ...listeners,
  })
}

/** The observation while writeback is disabled: nothing is read and nothing changes. */
export const switchedOff: Observed = {
  ...nothingObserved,
  notices: [
    {
      code: 'writebackDisabled',
      message: 'Writeback is disabled for this container; its groups stay unchanged.',
      action: 'enable',
    },
  ],
}
