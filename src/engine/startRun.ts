import { randomUUID } from 'node:crypto'
import type { OnEvent } from '../model/event.js'
import type { Settings } from '../model/settings.js'
import { noRecentChanges } from '../planner/guard.js'
import type { CommandObservation, Run, RunOptions } from './run.js'

export function startRun(
  command: string,
  { container, limits, origin }: Settings,
  options: RunOptions,
  startedAt: Date,
): Run {
  const { dryRun = false, breakLease = false, full = false, approve, signal, onEvent } = options
  return {
    runId: randomUUID(),
    command,
    target: container,
    dryRun,
    startedAt,
    limits,
    origin,
    breakLease,
    full,
    onEvent: ignoreListenerErrors(onEvent),
    ...(approve !== undefined && { approve: approve.trim().toLowerCase() }),
    ...(signal && { signal }),
  }
}

/** Turns errors of the listener into process warnings: a listener must not end a run between a write and its record. */
export const ignoreListenerErrors =
  (onEvent: OnEvent = () => undefined): OnEvent =>
  (event) => {
    try {
      onEvent(event)
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

/** The observation of a run that compares nothing. */
export const emptyObservation: CommandObservation = {
  groups: [],
  skippedGroups: [],
  managed: { groups: 0, members: 0 },
  sourceEmpty: false,
  recent: noRecentChanges,
  notices: [],
}
