import { WritebackError } from '../../src/errors.js'
import type { JournalHead, StateStore } from '../../src/engine/ports.js'
import type { LastRun, LeaseHolder, Trouble } from '../../src/model/status.js'
import type { Change } from '../../src/model/change.js'
import { noIntent, type Intent } from '../../src/model/intent.js'

export interface MemoryJournal {
  head: JournalHead
  intents: ReadonlyArray<{ group: string; change: Change }>
  outcomes: Map<number, string>
  closed: boolean
}

export interface MemoryState {
  intent: Intent
  troubles: Trouble[]
  lastRun?: LastRun
  lease?: LeaseHolder
  journals: MemoryJournal[]
}

export const emptyState = (): MemoryState => ({ intent: noIntent, troubles: [], journals: [] })

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
    readTroubles: async () => state.troubles,
    writeTroubles: async (troubles) => void (state.troubles = [...troubles]),
    readLastRun: async () => state.lastRun,
    writeLastRun: async (run) => void (state.lastRun = run),
    async openJournal(head, intents) {
      const journal: MemoryJournal = { head, intents, outcomes: new Map(), closed: false }
      state.journals.push(journal)
      return {
        outcome: async (index, outcome) => void journal.outcomes.set(index, outcome),
        close: async () => void (journal.closed = true),
      }
    },
    check: async () => ({ checks: [], problems: [] }),
  }
}
