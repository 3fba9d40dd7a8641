import { WritebackError, type Problem } from '../errors.js'
import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { holdStale } from '../planner/stale.js'
import { observe } from './observe/observe.js'
import type { Observation } from './observe/context.js'
import type { Ports } from './ports.js'
import { readJoined, readRecentChanges } from './readRecent.js'
import { reconcile } from './reconcile.js'
import type { Look } from './run.js'
import { recoverMemory } from './recoverMemory.js'
import { heard, idsOf, nothing, requestOf, type RunOptions, type Settings } from './request.js'
import { checkSaved } from './savedPlan.js'

/** Makes everything in scope true, or only the groups that are named. */
export async function sync(
  command: string,
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  groups?: readonly string[],
): Promise<Report> {
  const look = async (): Promise<Look> => {
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return switchedOff
    const only = groups && (await idsOf(ports.source, groups, options.signal))
    const observation = await observeWith(ports, settings, intent, options, { only })
    if (only) refuseUnknown(observation)
    return { ...observation, only }
  }
  return reconcile(ports, requestOf(command, settings, options, ports.now(), look))
}

/**
 * A named group that is on neither side is a slip, as a name that nobody knows is.
 * @throws WritebackError `groupNotFound`
 */
function refuseUnknown({ skippedGroups }: Observation): void {
  const unknown = skippedGroups.filter(({ reason }) => reason === 'notFound')
  if (unknown.length === 0) return
  const problems = unknown.map(({ id }): Problem => ({
    code: 'groupNotFound',
    message: `There is no group ${id} in Entra.`,
    hint: 'Name it by its object id, mail address or exact display name.',
  }))
  throw new WritebackError('groupNotFound', problems.map(({ message }) => message).join(' '), { problems })
}

/** Reads both sides again and writes what the saved plan and the fresh one have in common. */
export async function applySaved(
  ports: Ports,
  settings: Settings,
  options: RunOptions,
  saved: Plan,
): Promise<Report> {
  const look = async (): Promise<Look> => {
    checkSaved(saved, settings.container)
    const intent = await ports.state.readIntent()
    if (intent.enabled === false) return switchedOff
    const fresh = await observeWith(ports, settings, intent, options)
    return { ...fresh, groups: holdStale(fresh.groups, saved), only: saved.groups.map(({ id }) => id) }
  }
  return reconcile(ports, requestOf('apply', settings, options, ports.now(), look))
}

export interface Subset {
  /** Ids of the only groups to look at. */
  only?: readonly string[]
  /** A person named them to have them written. */
  ordered?: boolean
}

/** With what is remembered, and what the last runs wrote. */
export async function observeWith(
  ports: Ports,
  { scope, mapping, container, policy, limits }: Settings,
  intent: Intent,
  { signal, onEvent = () => undefined }: RunOptions,
  subset: Subset = {},
): Promise<Observation> {
  const memory = await recoverMemory(ports.state)
  const now = ports.now()
  const recent = await readRecentChanges(ports.state, now)
  const joined = (ids: ReadonlySet<string>) => readJoined(ports.state, now, ids)
  const known = { memory, recent, readJoined: joined, now, signal, onEvent: heard(onEvent) }
  return observe(ports, { scope, mapping, container, policy, limits, intent, ...subset, ...known })
}

const switchedOff: Look = {
  ...nothing,
  notices: [
    {
      code: 'writebackDisabled',
      message: 'Writeback is disabled for this container; its groups stay as they are.',
      hint: 'Enable it again: group-writeback enable.',
    },
  ],
}
