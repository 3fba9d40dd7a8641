/**
 * A lagging replica: Entra is eventually consistent, so a read may reach a replica without the latest writes.
 * Here are at most two: the primary, and one that keeps the state before the first write of a lag and catches
 * up after a number of reads or a time.
 */
import { snapshotStore, type Store } from './store.js'

/** How long reads return the old state after a write; every further write restarts it. */
export type Lag = { reads: number } | { ms: number }

export interface Replica {
  /** Returns the store for the next read; consumes one read of a lag. */
  read(): Store
  beforeWrite(): void
  setLag(lag: Lag | undefined): void
}

interface Behind {
  store: Store
  readsLeft: number
  until: number
}

export function createReplica(primary: Store, now: () => number): Replica {
  let lag: Lag | undefined
  let behind: Behind | undefined

  const caughtUp = (replica: Behind) => replica.readsLeft <= 0 || now() >= replica.until
  return {
    read() {
      if (behind && caughtUp(behind)) behind = undefined
      if (!behind) return primary
      behind.readsLeft--
      return behind.store
    },
    beforeWrite() {
      if (!lag) return
      const store = behind && !caughtUp(behind) ? behind.store : snapshotStore(primary)
      behind = {
        store,
        readsLeft: 'reads' in lag ? lag.reads : Infinity,
        until: 'ms' in lag ? now() + lag.ms : Infinity,
      }
    },
    setLag(next) {
      lag = next
      if (!next) behind = undefined
    },
  }
}
