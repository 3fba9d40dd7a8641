import { randomUUID } from 'node:crypto'
import { isObjectId } from '../model/anchor.js'
import type { OnEvent } from '../model/event.js'
import type { ScopeSetting } from '../model/scope.js'
import type { Deprovision, Limits, Mapping } from '../model/settings.js'
import type { GroupSource } from './ports.js'
import { noRecentChanges } from '../planner/guard.js'
import type { Look, Origin, RunRequest } from './run.js'

/** The part of the configuration that decides. */
export interface Settings {
  container: string
  scope: ScopeSetting
  mapping: Mapping
  policy: Deprovision
  limits: Limits
  origin: Origin
}

export interface RunOptions {
  /** Plan and report; write nothing. */
  dryRun?: boolean
  /** The hash of the plan that a person approved. */
  approve?: string
  /** Take the lease from whoever holds it. */
  breakLease?: boolean
  /** Try every group, also those that failed lately and would wait. */
  full?: boolean
  signal?: AbortSignal
  onEvent?: OnEvent
}

export function requestOf(
  command: string,
  { container, limits, origin }: Settings,
  { dryRun = false, approve, breakLease, full, signal, onEvent = () => undefined }: RunOptions,
  now: Date,
  look: () => Promise<Look>,
): RunRequest {
  const run = { runId: randomUUID(), command, target: container, dryRun, startedAt: now }
  return {
    run,
    look,
    limits,
    origin,
    approve: approve?.trim().toLowerCase(),
    breakLease,
    full,
    signal,
    onEvent: heard(onEvent),
  }
}

/** A listener that throws must not end a run between a write and its record. */
export const heard =
  (onEvent: OnEvent): OnEvent =>
  (event) => {
    try {
      onEvent(event)
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }

/** A run that finds nothing to do. */
export const nothing: Look = {
  groups: [],
  skippedGroups: [],
  managed: { groups: 0, members: 0 },
  sourceEmpty: false,
  recent: noRecentChanges,
  notices: [],
}

/** The object ids of what people name groups by; ids are taken as they are, in the cloud or not. */
export async function idsOf(
  source: GroupSource,
  references: readonly string[],
  signal?: AbortSignal,
): Promise<string[]> {
  const ids = new Set<string>()
  for (const reference of references) {
    ids.add(isObjectId(reference) ? reference.toLowerCase() : (await source.findGroup(reference, signal)).id)
  }
  return [...ids]
}
