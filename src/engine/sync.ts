import type { Intent } from '../model/intent.js'
import type { Plan } from '../model/plan.js'
import type { Report } from '../model/report.js'
import { holdStale } from '../planner/stale.js'
import { observe } from './observe.js'
import { reconcile, type Look, type Ports } from './reconcile.js'
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
    return { ...(await observeWith(ports, settings, intent, options, only)), only }
  }
  return reconcile(ports, requestOf(command, settings, options, look))
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
  return reconcile(ports, requestOf('apply', settings, options, look))
}

export const observeWith = (
  { source, target }: Ports,
  { scope, mapping, container, policy }: Settings,
  intent: Intent,
  { signal, onEvent = () => undefined }: RunOptions,
  only?: readonly string[],
) => {
  const request = { scope, mapping, container, policy, intent, only, signal, onEvent: heard(onEvent) }
  return observe(source, target, request)
}

const switchedOff: Look = {
  ...nothing,
  notices: [
    {
      code: 'writebackDisabled',
      message: 'Writeback is disabled for this container; its groups stay as they are.',
      wayOut: 'Enable it again: group-writeback enable.',
    },
  ],
}
