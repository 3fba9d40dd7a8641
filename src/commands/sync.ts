import { errorFromProblems } from '../errors.js'
import type { Intent } from '../model/intent.js'
import type { Report } from '../model/report.js'
import type { Settings } from '../model/settings.js'
import { observeBothSides } from '../engine/observe/observeBothSides.js'
import type { Observation } from '../engine/observe/observation.js'
import type { Ports } from '../engine/ports.js'
import { readRunHistory } from '../engine/readRunHistory.js'
import { reconcile } from '../engine/reconcile.js'
import { unwrittenGroupProblems, resolveGroupIds } from '../engine/resolveGroups.js'
import type { CommandObservation, RunOptions } from '../engine/run.js'
import { ignoreListenerErrors, emptyObservation } from '../engine/startRun.js'

/** Reconciles all groups in scope, or only the named groups. */
export async function runSync(
  name: 'sync' | 'plan',
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  groups?: readonly string[],
): Promise<Report> {
  const observeNamed = async (intent: Intent, references: readonly string[]): Promise<CommandObservation> => {
    const { groups: namedIds, unresolved } = await resolveGroupIds(ports.source, references, options.signal)
    const observation = await observeScope(ports, settings, intent, options, { readIds: namedIds })
    const skipped = unwrittenGroupProblems(observation.skippedGroups, namedIds)
    const unknown = skipped.filter(({ code }) => code === 'groupNotFound')
    const [first, ...others] = [...unresolved, ...unknown]
    if (first && unknown.length === namedIds.length) throw errorFromProblems([first, ...others])
    const notices = [...observation.notices, ...unresolved, ...skipped]
    return { ...observation, namedIds, notices }
  }
  const observeRequested = async (): Promise<CommandObservation> => {
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return disabledObservation
    return groups ? observeNamed(intent, groups) : observeScope(ports, settings, intent, options)
  }
  return reconcile(ports, { name, observe: observeRequested }, settings, options)
}

export interface ReadSubset {
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
  subset: ReadSubset = {},
): Promise<Observation> {
  const remembered = await readRunHistory(ports)
  const listeners = { onEvent: ignoreListenerErrors(onEvent), ...(signal && { signal }) }
  return observeBothSides(ports, {
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
export const disabledObservation: CommandObservation = {
  ...emptyObservation,
  notices: [
    {
      code: 'writebackDisabled',
      message: 'Writeback is disabled for this container; its groups stay unchanged.',
      action: 'enable',
    },
  ],
}
