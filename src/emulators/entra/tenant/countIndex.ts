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
export interface CountOrders {
  /**
   * From now on a changed group is counted with its previous members, for this many counts of the group or
   * this long; every further change of its members restarts the lag. Without an argument the lag ends.
   */
  lagCounts(lag?: Lag): void
  /** Sets the count of direct members, whatever they are; undefined ends this. */
  setCount(group: Reference, count: number | undefined): void
}

/** Differences between the index and the store for one group. */
export interface Counted {
  members?: readonly DirectoryObject[]
  count?: number
}

export interface CountIndex {
  /** Returns the differences; consumes one read of a lag. */
  read(group: string): Counted
  /** Called before the members of these groups change. The function is called only during a lag. */
  beforeChange(groups: () => Iterable<string>): void
}

interface Behind {
  members: readonly DirectoryObject[]
  readsLeft: number
  until: number
}

/** `idOf` throws for groups that are not in the tenant. */
export function createCountIndex(
  store: Store,
  now: () => number,
  idOf: (group: Reference) => string,
): { counting: CountOrders; counts: CountIndex } {
  let lag: Lag | undefined
  const behind = new Map<string, Behind>()
  const fixed = new Map<string, number>()

  function current(group: string): Behind | undefined {
    const old = behind.get(group)
    if (old && old.readsLeft > 0 && now() < old.until) return old
    behind.delete(group)
    return undefined
  }
  const counting: CountOrders = {
    lagCounts(next) {
      lag = next
      if (!next) behind.clear()
    },
    setCount(group, count) {
      if (count === undefined) fixed.delete(idOf(group))
      else fixed.set(idOf(group), count)
    },
  }
  const counts: CountIndex = {
    read(group) {
      const old = current(group)
      if (old) old.readsLeft--
      const count = fixed.get(group)
      return { ...(old && { members: old.members }), ...(count !== undefined && { count }) }
    },
    beforeChange(groups) {
      if (!lag) return
      for (const group of groups()) {
        behind.set(group, {
          members: current(group)?.members ?? [...liveMembers(store, group)],
          readsLeft: 'reads' in lag ? lag.reads : Infinity,
          until: 'ms' in lag ? now() + lag.ms : Infinity,
        })
      }
    },
  }
  return { counting, counts }
}
