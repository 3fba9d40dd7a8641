/**
 * Entra is eventually consistent: a read may reach a replica that has not seen the last write. Here there are at most
 * two: the primary, and one replica that was left behind at the first write of a lag and catches up after so many reads
 * or so much time.
 */
import { copyStore, type Store } from './store.js'

/** How long reads see the old state after a write. Each further write starts it again. */
export type Lag = { reads: number } | { ms: number }

export interface Replica {
  /** What the next read sees; counts as one read. */
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
      const store = behind && !caughtUp(behind) ? behind.store : copyStore(primary)
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
