/**
 * The journal is the truth, and what is remembered of the objects is drawn from it: a run that was killed, or whose memory
 * could not be saved, left its outcomes there.
 */
import type { Change } from '../model/change.js'
import { isUnanswered, type JournalOutcome, type RecordedRun } from '../model/journal.js'
import type { GroupMemory, Memory } from '../model/memory.js'
import { recordedChanges } from '../planner/recentChanges.js'
import type { StateStore } from './ports.js'
import { collect } from './readRecent.js'

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
  for (const { group, change, outcome } of recordedChanges(await collect(run.entries(new Set())))) {
    const guid = outcome?.guid
    // Without an outcome it may be there still: what is remembered of it then is what lets it be deleted.
    if (change.type === 'deleteGroup' && outcome?.outcome === 'done') delete groups[group]
    else if (guid !== undefined && guid !== groups[group]?.guid)
      groups[group] = { guid, controller, ...(change.type === 'adoptGroup' && { adopted: true }) }
    if (change.type === 'createGroup' && mayBeThere(change, outcome)) uncertain[group] = change.dn
    else if (guid !== undefined) delete uncertain[group]
  }
  return { ...memory, groups, uncertain, journal: run.name }
}

/** The run ended between making an object and recording it, or no answer came. */
const mayBeThere = (change: Change, outcome: JournalOutcome | undefined): boolean =>
  change.type === 'createGroup' &&
  (outcome === undefined || (outcome.problem !== undefined && isUnanswered(outcome.problem.code)))
