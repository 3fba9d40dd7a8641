/**
 * Completes the memory of written objects from the journals: a run that was killed, or could not save its memory, left
 * its outcomes there.
 */
import type { Change } from '../model/change.js'
import { mayBeCarriedOut, type JournalOutcome, type RecordedRun } from '../model/journal.js'
import type { GroupMemory, Memory } from '../model/memory.js'
import { recordedChanges } from '../planner/recentMemberships.js'
import type { StateStore } from './ports.js'
import { collectEntries } from './readRecentChanges.js'

export async function recoverMemory(state: StateStore): Promise<Memory> {
  let memory = await state.readMemory()
  const from = memory.journal === undefined ? {} : { after: memory.journal }
  for await (const run of state.readJournals(from)) memory = await withRun(memory, run)
  return memory
}

async function withRun(memory: Memory, run: RecordedRun): Promise<Memory> {
  const groups: Record<string, GroupMemory> = { ...memory.groups }
  const uncertain = { ...memory.uncertain }
  const { controller } = run.head
  for (const { group, change, outcome } of recordedChanges(await collectEntries(run.entries(new Set())))) {
    const guid = outcome?.guid
    // Without an outcome the object may still exist, and only an object in the memory can be deleted by a later run.
    if (change.type === 'deleteGroup' && outcome?.outcome === 'done') delete groups[group]
    else if (guid !== undefined && guid !== groups[group]?.guid)
      groups[group] = { guid, controller, ...(change.type === 'adoptGroup' && { adopted: true }) }
    if (change.type === 'createGroup' && mayExist(change, outcome)) uncertain[group] = change.dn
    else if (guid !== undefined) delete uncertain[group]
  }
  return { ...memory, groups, uncertain, journal: run.name }
}

/** True if the run ended between creating the object and recording it, or the creation got no response. */
const mayExist = (change: Change, outcome: JournalOutcome | undefined): boolean =>
  change.type === 'createGroup' &&
  (outcome === undefined || (outcome.problem !== undefined && mayBeCarriedOut(outcome.problem.code)))
