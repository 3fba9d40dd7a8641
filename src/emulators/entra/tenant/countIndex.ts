/**
 * The index behind `$count`, separate from the store behind member pages. `$count` requires
 * `ConsistencyLevel: eventual` because the index may lag (Microsoft, "Advanced query capabilities on
 * directory objects"). Here it lags per group: it keeps the members that a group had before a change, and a
 * test may set any number.
 */
import type { DirectoryObject, Reference } from './objects.js'
import { liveMembers, type Store } from './store.js'
import type { Lag } from './replica.js'

/** Controls for tests. */
export interface CountControls {
  /**
   * From now on a changed group is counted with its previous members, for this many counts of the group or
   * this long; every further change of its members restarts the lag. Without an argument the lag ends.
   */
  lagCounts(lag?: Lag): void
  /** Sets the count of direct members, whatever they are; undefined ends this. */
  setCount(group: Reference, count: number | undefined): void
}

/** Differences between the index and the store for one group. */
export interface IndexedCount {
  members?: readonly DirectoryObject[]
  count?: number
}

export interface CountIndex {
  /** Returns the differences; consumes one read of a lag. */
  read(group: string): IndexedCount
  /** Called before the members of these groups change. The function is called only during a lag. */
  beforeChange(groups: () => Iterable<string>): void
}

/** `idOf` throws for groups that are not in the tenant. */
export function createCountIndex(
  store: Store,
  now: () => number,
  idOf: (group: Reference) => string,
): { counting: CountControls; counts: CountIndex } {
  const lagging = createLaggingMembers(store, now)
  const fixed = new Map<string, number>()
  return {
    counting: {
      lagCounts: (lag) => lagging.setLag(lag),
      setCount(group, count) {
        if (count === undefined) fixed.delete(idOf(group))
        else fixed.set(idOf(group), count)
      },
    },
    counts: {
      read(group) {
        const members = lagging.read(group)
        const count = fixed.get(group)
        return { ...(members && { members }), ...(count !== undefined && { count }) }
      },
      beforeChange: (groups) => lagging.beforeChange(groups),
    },
  }
}

interface Snapshot {
  members: readonly DirectoryObject[]
  readsLeft: number
  until: number
}

/** Members that groups had before a change, for the duration of the lag. */
function createLaggingMembers(store: Store, now: () => number) {
  let lag: Lag | undefined
  const snapshots = new Map<string, Snapshot>()

  function current(group: string): Snapshot | undefined {
    const snapshot = snapshots.get(group)
    if (snapshot && snapshot.readsLeft > 0 && now() < snapshot.until) return snapshot
    snapshots.delete(group)
    return undefined
  }
  return {
    setLag(next: Lag | undefined) {
      lag = next
      if (!next) snapshots.clear()
    },
    read(group: string): readonly DirectoryObject[] | undefined {
      const snapshot = current(group)
      if (snapshot) snapshot.readsLeft--
      return snapshot?.members
    },
    beforeChange(groups: () => Iterable<string>) {
      if (!lag) return
      for (const group of groups()) {
        snapshots.set(group, {
          members: current(group)?.members ?? [...liveMembers(store, group)],
          readsLeft: 'reads' in lag ? lag.reads : Infinity,
          until: 'ms' in lag ? now() + lag.ms : Infinity,
        })
      }
    },
  }
}
