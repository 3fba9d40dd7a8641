import { WritebackError } from '../../src/errors.js'
import type { IntendedChange, StateStore } from '../../src/engine/ports.js'
import type { Approval } from '../../src/model/approval.js'
import { emptyIntent, type Intent } from '../../src/model/intent.js'
import type { JournalEntry, JournalHead, JournalOutcome } from '../../src/model/journal.js'
import { emptyMemory, type Memory } from '../../src/model/memory.js'
import type { HeldAccess, LastRun, LeaseHolder, Trouble } from '../../src/model/status.js'

export interface MemoryJournal {
  head: JournalHead
  intents: readonly IntendedChange[]
  outcomes: Map<number, JournalOutcome>
  closed: boolean
}

export interface MemoryState {
  intent: Intent
  failedGroups: Trouble[]
  lastRun?: LastRun
  lease?: LeaseHolder
  memory: Memory
  withheld: Map<string, readonly string[]>
  approvals: Approval[]
  heldAccess: HeldAccess[]
  journals: MemoryJournal[]
}

export const emptyState = (): MemoryState => ({
  intent: emptyIntent,
  failedGroups: [],
  memory: emptyMemory,
  withheld: new Map(),
  approvals: [],
  heldAccess: [],
  journals: [],
})

/** Names sort in the order of the journals. */
const journalName = (index: number): string => String(index).padStart(6, '0')

export function memoryStore(state: MemoryState): StateStore {
  return {
    async takeLease(holder, breakIt) {
      if (state.lease && !breakIt)
        throw new WritebackError('leaseHeld', `Run ${state.lease.runId} holds the lease.`)
      state.lease = holder
      return { lost: new AbortController().signal, release: async () => void delete state.lease }
    },
    readLease: async () => state.lease,
    readIntent: async () => state.intent,
    writeIntent: async (intent) => void (state.intent = intent),
    readFailedGroups: async () => state.failedGroups,
    writeFailedGroups: async (troubles) => void (state.failedGroups = [...troubles]),
    readLastRun: async () => state.lastRun,
    writeLastRun: async (run) => void (state.lastRun = run),
    readMemory: async () => state.memory,
    writeMemory: async (memory) => void (state.memory = memory),
    readWithheld: async (hash) => state.withheld.get(hash),
    writeWithheld: async (hash, steps) => void state.withheld.set(hash, steps),
    readApprovals: async () => state.approvals,
    writeApprovals: async (approvals) => void (state.approvals = [...approvals]),
    readHeldAccess: async () => state.heldAccess,
    writeHeldAccess: async (held) => void (state.heldAccess = [...held]),
    async openJournal(head, intents) {
      const journal: MemoryJournal = { head, intents, outcomes: new Map(), closed: false }
      state.journals.push(journal)
      return {
        name: journalName(state.journals.length - 1),
        outcome: async (index, outcome) => void journal.outcomes.set(index, outcome),
        close: async () => void (journal.closed = true),
      }
    },
    async *readJournals(from) {
      for (const [index, journal] of state.journals.entries()) {
        const isWanted =
          'since' in from
            ? journal.head.startedAt >= from.since.toISOString()
            : journalName(index) > (from.after ?? '')
        if (isWanted)
          yield { name: journalName(index), head: journal.head, entries: (ids) => entriesOf(journal, ids) }
      }
    },
    check: async () => ({ checks: [], problems: [] }),
  }
}

async function* entriesOf(
  { head, intents, outcomes }: MemoryJournal,
  additionsTo: ReadonlySet<string>,
): AsyncGenerator<JournalEntry> {
  for (const [index, intent] of intents.entries()) {
    if (intent.change.type === 'addMembers' && !additionsTo.has(intent.group)) continue
    yield { type: 'intent', index, ...intent }
  }
  for (const [index, outcome] of outcomes) yield { type: 'outcome', index, at: head.startedAt, ...outcome }
}
